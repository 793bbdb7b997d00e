package dev.slipstream.system.swap;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toSet;

import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.lang.module.Configuration;
import java.lang.module.ModuleFinder;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * A user's program in a folder of compiled classes. On the module path it is a named module.
 *
 * <p>The program runs in a separate JVM that has only the given jars on its path.
 */
final class Program {

    private static final String MODULE = "dev.slipstream.system.swap.program";
    private static final String PACKAGE_FOLDER = MODULE.replace('.', '/');

    /** A program that runs for a second ends sooner without the optimizing compiler. */
    private static final List<String> OPTIONS =
            List.of("-Dstdout.encoding=UTF-8", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

    private static final long PATIENCE_SECONDS = 300;

    /** How the JVM finds classes. */
    enum PathKind {
        CLASS_PATH,
        MODULE_PATH
    }

    /** The result of a run. */
    record Run(int exit, String output) {}

    private final Path folder;
    private final ModuleFinder jars;

    /**
     * Creates a program whose module opens the program's package. The classes were compiled together with these tests.
     */
    Program(Path folder) throws IOException {
        this(folder, "opens " + MODULE + ";");
    }

    /**
     * Creates a program whose module has the given {@code opens} lines.
     *
     * @param opens the {@code opens} lines of {@code module-info}; an empty text opens no package
     */
    Program(Path folder, String opens) throws IOException {
        this(folder, opens, List.of());
    }

    /**
     * Creates a program whose path begins with the given jars.
     *
     * @param first jars that replace modules of the same names
     */
    Program(Path folder, String opens, List<Path> first) throws IOException {
        this.folder = folder;
        this.jars = ModuleFinder.of(
                Stream.concat(first.stream(), classPath()).distinct().toArray(Path[]::new));
        Path classes = testClasses().resolve(PACKAGE_FOLDER);
        Path target = Files.createDirectories(folder.resolve(PACKAGE_FOLDER));
        try (Stream<Path> all = Files.list(classes)) {
            for (Path file : all.toList()) {
                Files.copy(file, target.resolve(file.getFileName()));
            }
        }
        declareModule(opens);
    }

    /**
     * Runs the program.
     *
     * @param adapters the modules on the path in addition to the API and the modules that the API requires
     */
    Run run(PathKind kind, String main, List<String> adapters, String... arguments)
            throws IOException, InterruptedException {
        String path = path(adapters);
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(OPTIONS);
        command.addAll(
                switch (kind) {
                    case CLASS_PATH -> List.of("-cp", path, MODULE + "." + main);
                    case MODULE_PATH -> List.of("-p", path, "-m", main(main));
                });
        command.addAll(Arrays.asList(arguments));
        return execute(command);
    }

    /**
     * Links the program and all modules that it needs, including those of the JDK, into a runtime image.
     *
     * @param adapters as in {@link #run}; no module requires them, so the linker gets their names
     */
    Path link(Path image, List<String> adapters) throws IOException, InterruptedException {
        List<String> roots = new ArrayList<>(adapters);
        roots.add(MODULE);
        Run linked = execute(List.of(
                Path.of(System.getProperty("java.home"), "bin", "jlink").toString(),
                "--module-path",
                path(adapters),
                "--add-modules",
                String.join(",", roots),
                "-J-XX:TieredStopAtLevel=1",
                "-J-XX:+UseSerialGC",
                "--strip-debug",
                "--no-header-files",
                "--no-man-pages",
                "--output",
                image.toString()));
        if (linked.exit() != 0) {
            throw new IllegalStateException(linked.output());
        }
        return image;
    }

    /** Runs the program from an image. */
    Run runLinked(Path image, String main, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(image.resolve("bin").resolve("java").toString());
        command.addAll(OPTIONS);
        command.addAll(List.of("-m", main(main)));
        command.addAll(Arrays.asList(arguments));
        return execute(command);
    }

    /** Runs the program on the class path, and returns the names of the classes that it loaded. */
    Set<String> loaded(String main, List<String> adapters, String... arguments)
            throws IOException, InterruptedException {
        Path log = Files.createTempFile(folder.getParent(), "loaded", ".txt");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(OPTIONS);
        command.addAll(List.of("-Xlog:class+load:file=" + log, "-cp", path(adapters), MODULE + "." + main));
        command.addAll(Arrays.asList(arguments));
        execute(command);
        try (Stream<String> lines = Files.lines(log)) {
            return lines.map(line -> line.replaceFirst("^(\\[[^]]*\\])+ (\\S+) .*", "$2"))
                    .collect(toSet());
        }
    }

    /** Runs the program on the class path under a debugger, and returns the classes that it used by reflection. */
    Set<String> reflection(String main, List<String> adapters, String argument) throws Exception {
        return Reflection.of("-cp " + path(adapters), MODULE + "." + main + " " + argument);
    }

    private Run execute(List<String> command) throws IOException, InterruptedException {
        Path output = Files.createTempFile(folder.getParent(), "output", ".txt");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            boolean ended = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
            return new Run(ended ? process.exitValue() : -1, Files.readString(output));
        } finally {
            process.destroyForcibly();
        }
    }

    private String path(List<String> adapters) {
        List<String> roots = new ArrayList<>(adapters);
        roots.add("dev.slipstream.api");
        return Stream.concat(Stream.of(folder), needed(roots).stream())
                .map(Path::toString)
                .collect(joining(File.pathSeparator));
    }

    private static String main(String name) {
        return MODULE + "/" + MODULE + "." + name;
    }

    /** Returns the jars of these modules and of all modules that they require. */
    private List<Path> needed(List<String> modules) {
        Configuration graph = ModuleLayer.boot().configuration().resolve(jars, ModuleFinder.of(), Set.copyOf(modules));
        return graph.modules().stream()
                .map(module -> module.reference().location().orElseThrow())
                .map(Path::of)
                .sorted()
                .toList();
    }

    private void declareModule(String opens) throws IOException {
        Path source = Files.writeString(folder.resolve("module-info.java"), """
                module %1$s {
                    requires dev.slipstream.api;
                    %2$s
                }
                """.formatted(MODULE, opens));
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter complaints = new StringWriter();
        String path = needed(List.of("dev.slipstream.api")).stream()
                .map(Path::toString)
                .collect(joining(File.pathSeparator));
        List<String> options = List.of("--release", "21", "-proc:none", "-d", folder.toString(), "-p", path);
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            if (!compiler.getTask(complaints, files, null, options, null, files.getJavaFileObjects(source))
                    .call()) {
                throw new IllegalStateException(complaints.toString());
            }
        }
    }

    private static Stream<Path> classPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Path::of)
                .filter(Files::exists);
    }

    private static Path testClasses() {
        try {
            return Path.of(Program.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
