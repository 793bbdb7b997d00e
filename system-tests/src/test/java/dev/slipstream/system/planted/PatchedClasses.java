package dev.slipstream.system.planted;

import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A second copy of our classes with changes in some of them.
 *
 * <p>The sources are changed in memory and compiled against the built classes. A separate class loader then loads all
 * our classes again. Code in this loader uses the changed classes, and code outside does not.
 */
public final class PatchedClasses extends URLClassLoader {

    private static final String OURS = "dev.slipstream.";

    private final Map<String, byte[]> patched;

    private PatchedClasses(Map<String, byte[]> patched) {
        super(classPath(), PatchedClasses.class.getClassLoader());
        this.patched = patched;
    }

    /** Returns an unchanged copy. */
    public static PatchedClasses unchanged() {
        return new PatchedClasses(Map.of());
    }

    /** Returns a copy with this change. */
    public static PatchedClasses with(Planting planted) {
        return with(List.of(planted));
    }

    /** Returns a copy with these changes. */
    public static PatchedClasses with(List<Planting> planted) {
        return new PatchedClasses(compile(planted));
    }

    /** Returns a copy that contains these classes instead of ours. */
    public static PatchedClasses of(Map<String, byte[]> classes) {
        return new PatchedClasses(Map.copyOf(classes));
    }

    /** Returns the classes compiled from a source with this change, by name. */
    public static Map<String, byte[]> compiled(Planting planted) {
        return compile(List.of(planted));
    }

    /**
     * Returns the reasons why changes cannot be planted: their text is missing, or the changed source does not compile.
     */
    public static List<String> complaints(List<Planting> plantings) {
        return compiledTogether(plantings).stream()
                .flatMap(planted -> complaintsOfGroup(planted).stream())
                .toList();
    }

    /**
     * Splits plantings into groups. A group changes each top-level class at most once, so all its changes compile
     * together, about as fast as a single change.
     */
    private static List<List<Planting>> compiledTogether(List<Planting> plantings) {
        Map<String, Integer> changes = new LinkedHashMap<>();
        Map<Integer, List<Planting>> groups = new LinkedHashMap<>();
        for (Planting planting : plantings) {
            int group = changes.merge(planting.anchor().types().getFirst(), 1, Integer::sum);
            groups.computeIfAbsent(group, first -> new ArrayList<>()).add(planting);
        }
        return List.copyOf(groups.values());
    }

    /** Compiles a group. If the group does not compile, compiles each of its plantings alone. */
    private static List<String> complaintsOfGroup(List<Planting> group) {
        try {
            compile(group);
            return List.of();
        } catch (IllegalStateException notPlanted) {
            return group.size() == 1
                    ? List.of(String.valueOf(notPlanted.getMessage()))
                    : group.stream()
                            .flatMap(planting -> complaintsOfGroup(List.of(planting)).stream())
                            .toList();
        }
    }

    /**
     * Creates an instance of a class of this copy. The caller must use the instance as a JDK type, because the caller
     * has other versions of our classes.
     */
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
