package dev.slipstream.system.faults;

import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A program of the system that ends soon. */
final class Command {

    private static final long PATIENCE_SECONDS = 20;

    private Command() {}

    /**
     * Runs it and returns what it printed.
     *
     * @throws IOException if it is not there, fails or does not end; with what it printed
     */
    static String run(String... words) throws IOException, InterruptedException {
        return runWith("", words);
    }

    /** As the other, with this on its standard input. */
    static String runWith(String input, String... words) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
        try (Writer to = process.outputWriter()) { // so that it sees the end of its input
            to.write(input);
        }
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IOException(List.of(words) + " does not end: " + output);
        }
        if (process.exitValue() != 0) {
            throw new IOException(List.of(words) + " failed: " + output);
        }
        return output;
    }
}
