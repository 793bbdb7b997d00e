package dev.slipstream.system.parity;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Starts the JVMs that run {@link Trials}, one for each module.
 *
 * @param testClasses the folder of compiled tests, relative to a module's folder
 * @param scratch the folder for files exchanged with the JVMs
 */
record TrialRuns(Path testClasses, Path scratch) {

    private static final long MINUTES = 20;

    /** Runs trials whose tests are all in this module. */
    List<TrialOutcome> run(Path module, List<Trial> trials) throws IOException, InterruptedException {
        String name = module.getFileName().toString();
        Path input = scratch.resolve(name + "-trials.txt");
        Path output = scratch.resolve(name + "-outcomes.txt");
        Path log = scratch.resolve(name + "-log.txt");
        Files.write(input, trials.stream().map(Trial::line).toList());
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-Dbasedir=" + module,
                        "-cp",
                        module.resolve(testClasses) + File.pathSeparator + System.getProperty("java.class.path"),
                        Trials.class.getName(),
                        input.toString(),
                        output.toString())
                .directory(module.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            if (!process.waitFor(MINUTES, TimeUnit.MINUTES) || process.exitValue() != 0) {
                throw new IllegalStateException("the trials of " + name + " did not end: " + Files.readString(log));
            }
        } finally {
            process.destroyForcibly();
        }
        return Files.readAllLines(output).stream().map(TrialOutcome::read).toList();
    }
}
