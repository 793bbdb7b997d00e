package dev.slipstream.system.node;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * Runs the scripts of {@code src/test/js} with Node.js and the npm packages listed next to them.
 *
 * <p>Once per build, this class copies the folder to {@code target/js} and installs the packages there. Meanwhile a
 * lock makes other test processes wait. Without node or npm the running test is skipped with a message.
 */
public final class Node {

    private static final Path MODULE =
            Path.of(System.getProperty("basedir", "")).toAbsolutePath();
    private static final Path SOURCES = MODULE.resolve("src/test/js");
    private static final Path FOLDER = MODULE.resolve("target/js");

    private static final Duration INSTALLING = Duration.ofMinutes(10);

    private Node() {}

    /** Returns node with the packages installed; skips the running test if that is not possible. */
    public static Node installed() throws IOException, InterruptedException {
        requireProgram("node");
        requireProgram("npm");
        Files.createDirectories(FOLDER);
        try (FileChannel file = FileChannel.open(
                        FOLDER.resolve("installing.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock onlyOne = file.lock()) {
            copySources();
            String wanted = Files.readString(FOLDER.resolve("package-lock.json"));
            Path marker = FOLDER.resolve("node_modules/installed-lock.json");
            if (!Files.exists(marker) || !Files.readString(marker).equals(wanted)) {
                Process npm = start(List.of("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"), "npm");
                finish(npm, INSTALLING, "npm");
                Files.writeString(marker, wanted);
            }
        }
        return new Node();
    }

    /** The file with this name, for a script to read or write. */
    public Path file(String name) {
        return FOLDER.resolve(name);
    }

    /**
     * Runs a script until it ends. The test fails with the script's output if the exit code is not 0 or the time limit
     * passes.
     */
    public void run(Duration limit, String script, String... arguments) throws IOException, InterruptedException {
        finish(start(script, arguments), limit, script);
    }

    /**
     * Starts a script, with which the test communicates while the script runs. Its output, errors included, goes to
     * {@code <script>.log}. The caller must end the process.
     */
    public Process start(String script, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("node", script));
        command.addAll(List.of(arguments));
        return start(command, script);
    }

    private static Process start(List<String> command, String name) throws IOException {
        return new ProcessBuilder(command)
                .directory(FOLDER.toFile())
                .redirectErrorStream(true)
                .redirectOutput(FOLDER.resolve(name + ".log").toFile())
                .start();
    }

    private static void finish(Process process, Duration limit, String name) throws IOException, InterruptedException {
        try {
            boolean ended = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
            if (!ended || process.exitValue() != 0) {
                String how = ended ? "ended with " + process.exitValue() : "did not end within " + limit;
                throw new AssertionError(
                        name + " " + how + "; it printed:\n" + Files.readString(FOLDER.resolve(name + ".log"), UTF_8));
            }
        } finally {
            process.destroyForcibly();
        }
    }

    private static void requireProgram(String name) throws InterruptedException {
        boolean present;
        try {
            Process asked = new ProcessBuilder(name, "--version")
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            present = asked.waitFor(60, TimeUnit.SECONDS) && asked.exitValue() == 0;
            asked.destroyForcibly();
        } catch (IOException absent) {
            present = false;
        }
        if (!present) {
            String skipped =
                    "SKIPPED: no " + name + " on the PATH, so nothing is compared with the official JavaScript "
                            + "client. Install Node.js 18 or later with npm.";
            System.err.println(skipped);
            Assumptions.abort(skipped);
        }
    }

    private static void copySources() throws IOException {
        try (Stream<Path> sources = Files.list(SOURCES)) {
            for (Path source : (Iterable<Path>) sources.filter(Files::isRegularFile)::iterator) {
                Files.copy(source, FOLDER.resolve(source.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }
}
