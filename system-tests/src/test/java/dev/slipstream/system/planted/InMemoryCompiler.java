package dev.slipstream.system.planted;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.net.URI;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;

/**
 * Compiles sources in memory against the built classes, for the running JVM.
 *
 * <p>The compilers are shared, because each new compiler would read the class path again.
 */
final class InMemoryCompiler {

    private static final String CORE = "dev.slipstream.core";

    /** Sealed types of core with permitted types in several packages. They compile only as part of their module. */
    private static final Set<String> SEALED = Set.of(CORE + ".Socket", CORE + ".state.LiveSocket");

    private static final InMemoryCompiler OF_CLASS_PATH = new InMemoryCompiler(
            List.of("-proc:none", "-nowarn"), List.of("--class-path", System.getProperty("java.class.path")), false);

    private static final InMemoryCompiler OF_CORE =
            new InMemoryCompiler(List.of("-proc:none", "-nowarn", "--add-modules", CORE), pathsOfCore(), true);

    private final List<String> options;
    private final boolean isCore;
    private final JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    /** Not thread-safe, so a thread must hold {@link #lock} to use it. */
    private final JavaFileManager files = compiler.getStandardFileManager(null, null, null);

    private final ReentrantLock lock = new ReentrantLock();

    private InMemoryCompiler(List<String> options, List<String> paths, boolean isCore) {
        this.options = options;
        this.isCore = isCore;
        for (Iterator<String> rest = paths.iterator(); rest.hasNext(); ) {
            files.handleOption(rest.next(), rest);
        }
    }

    /** Returns whether the class with this full name compiles only as part of core. */
    static boolean isSealed(String type) {
        return SEALED.contains(type);
    }

    /** Returns the compiler for sources without a module. */
    static InMemoryCompiler ofClassPath() {
        return OF_CLASS_PATH;
    }

    /** Returns the compiler for sources that replace sources of core. */
    static InMemoryCompiler ofCore() {
        return OF_CORE;
    }

    private static List<String> pathsOfCore() {
        String core = entries(entry -> entry.contains("slipstream-core"));
        return List.of(
                "--module-path",
                core + File.pathSeparator + entries(entry -> entry.contains("jspecify")),
                "--patch-module",
                CORE + "=" + core);
    }

    private static String entries(Predicate<String> wanted) {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(wanted)
                .collect(Collectors.joining(File.pathSeparator));
    }

    /**
     * Compiles sources.
     *
     * @param sources source texts by full class name
     * @return classes by name
     * @throws SourceRefusedException if a source does not compile
     */
    Map<String, byte[]> compile(Map<String, String> sources) {
        Memory memory = new Memory(files);
        List<JavaFileObject> units = sources.entrySet().stream()
                .<JavaFileObject>map(entry -> new SourceInMemory(entry.getKey(), entry.getValue()))
                .toList();
        StringWriter errors = new StringWriter();
        lock.lock();
        try {
            if (!compiler.getTask(errors, memory, null, options, null, units).call()) {
                throw new SourceRefusedException("the changed source does not compile:\n" + errors);
            }
        } finally {
            lock.unlock();
        }
        Map<String, byte[]> bytes = new HashMap<>();
        memory.classes.forEach((name, out) -> bytes.put(name, out.toByteArray()));
        return bytes;
    }

    private final class Memory extends ForwardingJavaFileManager<JavaFileManager> {

        private final Map<String, ByteArrayOutputStream> classes = new HashMap<>();

        Memory(JavaFileManager files) {
            super(files);
        }

        /** Assigns sources in memory to core, because they are in no folder of a module. */
        @Override
        public Location getLocationForModule(Location location, JavaFileObject file) throws IOException {
            return isCore && location == StandardLocation.PATCH_MODULE_PATH && file instanceof SourceInMemory
                    ? super.getLocationForModule(location, CORE)
                    : super.getLocationForModule(location, file);
        }

        @Override
        public JavaFileObject getJavaFileForOutput(
                Location location, String name, JavaFileObject.Kind kind, FileObject sibling) {
            return new SimpleJavaFileObject(URI.create("memory:///" + name), kind) {
                @Override
                public OutputStream openOutputStream() {
                    return classes.computeIfAbsent(name, made -> new ByteArrayOutputStream());
                }
            };
        }
    }
}
