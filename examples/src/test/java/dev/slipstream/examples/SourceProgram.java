package dev.slipstream.examples;

import dev.slipstream.testkit.server.PhoenixServer;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A program on a page of the documentation: the first Java block of the page. The page's first block with the language
 * {@code text} shows the output of the program.
 *
 * @param code one source file with a {@code main} method; the program connects to port 4000
 * @param output the lines of the block with the output, in order
 */
record SourceProgram(String code, List<String> output) {

    private static final String ADDRESS = "localhost:4000";
    private static final long PATIENCE_SECONDS = 120;

    static SourceProgram on(Path page) throws IOException {
        String text = Files.readString(page);
        return new SourceProgram(
                between(text, "```java\n", "```"),
                between(text, "```text\n", "```").lines().toList());
    }

    private static String between(String text, String start, String end) {
        int from = text.indexOf(start) + start.length();
        return text.substring(from, text.indexOf(end, from));
    }

    /**
     * Runs the program as a source file. Kills the program when it has printed as many distinct lines as the page
     * shows, or at the time limit.
     *
     * @param scratch a folder for the source file and the error output
     * @return the distinct lines; if there are too few, a list of two strings: these lines, and the error output
     */
    List<String> run(PhoenixServer server, Path scratch) throws IOException {
        if (!code.contains(ADDRESS) || output.isEmpty()) {
            throw new IllegalStateException("the page shows no program for " + ADDRESS + ", or no output");
        }
        Path source = scratch.resolve("Program.java");
        Path errors = scratch.resolve("errors.txt");
        Files.writeString(source, code.replace(ADDRESS, "localhost:" + server.port()));
        String path =
                System.getProperty("jdk.module.path", "") + File.pathSeparator + System.getProperty("java.class.path");
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Process process = new ProcessBuilder(java, "-cp", path, source.toString())
                .redirectError(errors.toFile())
                .start();
        CompletableFuture.delayedExecutor(PATIENCE_SECONDS, TimeUnit.SECONDS).execute(process::destroyForcibly);
        try (BufferedReader printed = process.inputReader(StandardCharsets.UTF_8)) {
            List<String> lines = printed.lines().distinct().limit(output.size()).toList();
            return lines.size() == output.size() ? lines : List.of(lines.toString(), Files.readString(errors));
        } finally {
            process.destroyForcibly();
        }
    }
}
