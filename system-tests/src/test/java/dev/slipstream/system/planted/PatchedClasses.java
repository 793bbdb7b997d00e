package dev.slipstream.system.planted;

import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All of our classes once more, with something planted in one of them: what is shipped has no switch for that.
 *
 * <p>The source is changed in memory and compiled against what was built; a class loader of its own then loads everything
 * of ours anew, so that what runs in it runs the changed class, and nothing outside does.
 */
public final class PatchedClasses extends URLClassLoader {

    private static final String OURS = "dev.slipstream.";

    private final Map<String, byte[]> patched;

    private PatchedClasses(Map<String, byte[]> patched) {
        super(classPath(), PatchedClasses.class.getClassLoader());
        this.patched = patched;
    }

    /** Returns a copy in which nothing was changed. */
    public static PatchedClasses unchanged() {
        return new PatchedClasses(Map.of());
    }

    /** Returns a copy with this planted. */
    public static PatchedClasses with(Planting planted) {
        return with(List.of(planted));
    }

    /** Returns a copy with all of this planted. */
    public static PatchedClasses with(List<Planting> planted) {
        return new PatchedClasses(compile(planted));
    }

    /** Returns a copy with these classes, by their names, in place of ours. */
    public static PatchedClasses of(Map<String, byte[]> classes) {
        return new PatchedClasses(Map.copyOf(classes));
    }

    /** The classes that come of a source in which this is planted, by their names. */
    public static Map<String, byte[]> compiled(Planting planted) {
        return compile(List.of(planted));
    }

    /** What keeps each of these from being planted: its place is missing, or the changed source does not compile. */
    public static List<String> complaints(List<Planting> plantings) {
        return plantings.stream()
                .flatMap(planting -> complaint(planting).stream())
                .toList();
    }

    private static Optional<String> complaint(Planting planting) {
        try {
            return compiled(planting).isEmpty() ? Optional.of(planting + " changes nothing") : Optional.empty();
        } catch (IllegalStateException notPlanted) {
            return Optional.of(String.valueOf(notPlanted.getMessage()));
        }
    }

    /** Makes one of ours in here; what it is called by must be a type of the JDK's, for outside there is another of ours. */
    public <T> T make(Class<?> ours, Class<T> as) throws ReflectiveOperationException {
        return as.cast(loadClass(ours.getName()).getDeclaredConstructor().newInstance());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        Class<?> loaded = findLoadedClass(name);
        if (loaded == null && name.startsWith(OURS)) {
            loaded = findClass(name);
        }
        return loaded == null ? super.loadClass(name, resolve) : loaded;
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        byte[] bytes = patched.get(name);
        return bytes == null ? super.findClass(name) : defineClass(name, bytes, 0, bytes.length);
    }

    private static URL[] classPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(PatchedClasses::url)
                .toArray(URL[]::new);
    }

    private static URL url(String entry) {
        try {
            return Path.of(entry).toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, byte[]> compile(List<Planting> planted) {
        Map<String, String> ofCore = new LinkedHashMap<>();
        Map<String, String> others = new LinkedHashMap<>();
        MainSources.ofThisBuild().planted(planted).forEach((type, text) -> {
            Map<String, String> group = InMemoryCompiler.isSealed(type) ? ofCore : others;
            group.put(type, text);
        });
        Map<String, byte[]> classes = new HashMap<>();
        try {
            if (!ofCore.isEmpty()) {
                classes.putAll(InMemoryCompiler.ofCore().compile(ofCore));
            }
            if (!others.isEmpty()) {
                classes.putAll(InMemoryCompiler.ofClassPath().compile(others));
            }
        } catch (SourceRefusedException refused) {
            throw new IllegalStateException(
                    "%s, %s: %s".formatted(planted.getFirst().list(), planted, refused.getMessage()), refused);
        }
        return classes;
    }
}
