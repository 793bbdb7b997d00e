package dev.slipstream.system.faults;

import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs a short program of the operating system. */
final class Command {

    private static final long PATIENCE_SECONDS = 60;

    private Command() {}

    /**
     * Runs the program and returns its output.
     *
     * @throws IOException if the program is missing, fails or does not end; the message contains its output
     */
    static String run(String... words) throws IOException, InterruptedException {
        return runWith("", words);
    }

    /** Like {@link #run}, with the given standard input. */
    static String runWith(String input, String... words) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
        try (Writer to = process.outputWriter()) { // closed, so that the program sees the end of its input
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
