package dev.slipstream.bench.suite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The environment of the suites: the plan, child processes and progress messages.
 *
 * @param folder the folder for log files
 * @param script the JavaScript client; empty if its npm packages are not installed
 * @param begin start of the run, in {@link System#nanoTime} nanoseconds
 */
public record Stage(Plan plan, Path folder, List<Path> script, long begin) {

    /** The options of every JVM, so that all use the same collector and the same initial heap size. */
    private static final List<String> COMMON = List.of(
            "-XX:+UseSerialGC",
            "-Xms256m",
            "-Dslf4j.internal.verbosity=ERROR",
            "--sun-misc-unsafe-memory-access=allow");

    /** Prints a progress message. */
    public void log(String what) {
        System.err.printf("[%4d s] %s%n", (System.nanoTime() - begin) / 1_000_000_000, what);
    }

    /** Starts a main class of the benchmarks in a new JVM. */
    Child java(String name, String main, List<String> options, String... arguments) throws IOException {
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

    /** Starts the JavaScript client. */
    Child node(String name, String argument) throws IOException {
        return start(name, List.of("node", script.get(0).toString(), argument));
    }

    boolean hasNode() {
        return !script.isEmpty();
    }

    private Child start(String name, List<String> command) throws IOException {
        Files.createDirectories(folder);
        return Child.start(name, command, folder.resolve(name + ".log"));
    }
}
