package dev.slipstream.examples;

import static org.assertj.core.api.Assertions.assertThat;

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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** Runs the first program of the README as a source file, without a build, against {@link ChatServer}. */
@Isolated // a second JVM compiles, and its load could make other tests miss their short deadlines
class FirstScreenTest {

    private static final String ADDRESS = "localhost:4000";
    private static final long PATIENCE_SECONDS = 120;

    @TempDir
    private Path scratch;

    @Test
    void programPrintsWhatTheReadmeShows() throws Exception {
        String readme = Files.readString(Path.of("..", "README.md"));
        String program = between(readme, "```java\n", "```");
        List<String> shown = between(readme, "```text\n", "```").lines().toList();
        assertThat(program).contains(ADDRESS);
        assertThat(shown).isNotEmpty();

        try (PhoenixServer server = ChatServer.start(0)) {
            Path source = scratch.resolve("Lobby.java");
            Files.writeString(source, program.replace(ADDRESS, "localhost:" + server.port()));
            Path errors = scratch.resolve("errors.txt");

            List<String> printed = firstLines(shown.size(), source, errors);

            assertThat(printed).as(Files.readString(errors)).isEqualTo(shown);
        }
    }

    private static String between(String text, String start, String end) {
        int from = text.indexOf(start) + start.length();
        return text.substring(from, text.indexOf(end, from));
    }

    /**
     * Runs a source file as a program until it has printed {@code count} lines, has ended, or has reached the time
     * limit.
     */
    private static List<String> firstLines(int count, Path source, Path errors) throws IOException {
        String modules = System.getProperty("jdk.module.path", "");
        String path = modules + File.pathSeparator + System.getProperty("java.class.path");
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Process process = new ProcessBuilder(java, "-cp", path, source.toString())
                .redirectError(errors.toFile())
                .start();
        CompletableFuture.delayedExecutor(PATIENCE_SECONDS, TimeUnit.SECONDS).execute(process::destroyForcibly);
        try (BufferedReader printed = process.inputReader(StandardCharsets.UTF_8)) {
            return printed.lines().limit(count).toList();
        } finally {
            process.destroyForcibly();
        }
    }
}
