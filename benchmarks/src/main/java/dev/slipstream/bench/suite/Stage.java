package dev.slipstream.bench.suite;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The environment of the suites: the plan, child processes and progress messages.
 *
 * @param folder the folder for log files
 * @param script the JavaScript client; empty if its npm packages are not installed
 * @param uri the URI of the user's own server; null for the server of the benchmarks
 * @param begin start of the run, in {@link System#nanoTime} nanoseconds
 */
public record Stage(
        Plan plan, Path folder, List<Path> script, @Nullable URI uri, long begin) {

    /** The options of every JVM. */
    private static final List<String> COMMON =
            List.of("-Dslf4j.internal.verbosity=ERROR", "--sun-misc-unsafe-memory-access=allow");

    /** Options for the same collector and the same initial heap size in each JVM. */
    private static final List<String> SAME_HEAP = List.of("-XX:+UseSerialGC", "-Xms256m");

    /** Prints a progress message. */
    public void log(String what) {
        System.err.printf("[%4d s] %s%n", (System.nanoTime() - begin) / 1_000_000_000, what);
    }

    /** Starts a main class of the benchmarks in a new JVM. All these JVMs have the same collector. */
    Child java(String name, String main, List<String> options, String... arguments) throws IOException {
        List<String> all = new ArrayList<>(SAME_HEAP);
        all.addAll(options);
        return plainJava(name, main, all, arguments);
    }

    /** Starts a main class of the benchmarks in a new JVM with the JDK's default collector and heap. */
    Child plainJava(String name, String main, List<String> options, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        COMMON.stream()
                .filter(option ->
                        !option.startsWith("--sun-misc") || Runtime.version().feature() >= 23)
                .forEach(command::add);
        command.addAll(options);
        command.add("-classpath");
        command.add(System.getProperty("java.class.path"));
        command.add("dev.slipstream.bench." + main);
        command.addAll(List.of(arguments));
        return start(name, command);
    }

    /** Starts a JavaScript program of the benchmarks. */
    Child node(String name, String program, String argument) throws IOException {
        return start(name, List.of("node", script.get(0).resolveSibling(program).toString(), argument));
    }

    boolean hasNode() {
        return !script.isEmpty();
    }

    private Child start(String name, List<String> command) throws IOException {
        Files.createDirectories(folder);
        return Child.start(name, command, folder.resolve(name + ".log"));
    }
}
