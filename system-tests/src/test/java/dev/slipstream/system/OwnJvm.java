package dev.slipstream.system;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * The result of a test program that ran in a separate JVM with the class path of this JVM.
 *
 * @param exit the exit code; -1 if the program did not end in time and was stopped
 * @param output the lines that it printed
 */
public record OwnJvm(int exit, List<String> output) {

    /** This JVM also prints each output line that has this prefix, as soon as the line arrives. */
    public static final String ALOUD = "... ";

    /** JVM options for a program that runs for seconds. Such a program ends sooner without the optimizing compiler. */
    public static final List<String> SHORT_RUN = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

    /**
     * Runs a program and waits until it ends.
     *
     * @param classes replacements for classes on the class path, by name
     * @param options options of the JVM
     */
    public static OwnJvm run(
            Class<?> program, Map<String, byte[]> classes, List<String> options, Duration patience, String... arguments)
            throws IOException, InterruptedException {
        Path folder = written(classes);
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.add("-cp");
        command.add(folder + File.pathSeparator + System.getProperty("java.class.path"));
        command.add(program.getName());
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try {
            CompletableFuture<List<String>> output = CompletableFuture.supplyAsync(() -> read(process));
            boolean ended = process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
            if (!ended) {
                process.destroyForcibly();
            }
            return new OwnJvm(ended ? process.waitFor() : -1, output.join());
        } finally {
            process.destroyForcibly();
            remove(folder);
        }
    }

    private static List<String> read(Process process) {
        List<String> lines = new ArrayList<>();
        try (BufferedReader reader = process.inputReader()) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                lines.add(line);
                if (line.startsWith(ALOUD)) {
                    System.out.println(line);
                }
            }
            return lines;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path written(Map<String, byte[]> classes) throws IOException {
        Path folder = Files.createTempDirectory("classes");
        for (Map.Entry<String, byte[]> type : classes.entrySet()) {
            Path file = folder.resolve(type.getKey().replace('.', '/') + ".class");
            Files.createDirectories(file.getParent());
            Files.write(file, type.getValue());
        }
        return folder;
    }

    private static void remove(Path folder) throws IOException {
        try (var all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
