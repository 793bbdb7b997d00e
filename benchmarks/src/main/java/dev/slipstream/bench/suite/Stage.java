package dev.slipstream.bench.suite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What suites work with: how much to do, how to start processes, and where to say how far they are.
 *
 * @param folder for logs
 * @param script the client of node, if there is one
 */
public record Stage(Plan plan, Path folder, List<Path> script, long begin) {

    /** Of all JVMs alike, so that no collector or heap is better than another's. */
    private static final List<String> COMMON = List.of(
            "-XX:+UseSerialGC",
            "-Xms256m",
            "-Dslf4j.internal.verbosity=ERROR",
            "--sun-misc-unsafe-memory-access=allow");

    /** Says on the console how far it is. */
    public void says(String what) {
        System.err.printf("[%4d s] %s%n", (System.nanoTime() - begin) / 1_000_000_000, what);
    }

    /** Starts a main class of ours in a JVM of its own. */
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

    /** Starts the client of node. */
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
