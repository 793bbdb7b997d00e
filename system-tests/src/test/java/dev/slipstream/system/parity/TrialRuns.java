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
 * @param testClasses where a module's tests are compiled to, below its folder
 * @param scratch for what is said between the JVMs
 */
record TrialRuns(Path testClasses, Path scratch) {

    private static final long MINUTES = 4;

    /** Runs these trials, whose tests are all of this module. */
    List<TrialOutcome> run(Path module, List<Trial> trials) throws IOException, InterruptedException {
        String name = module.getFileName().toString();
        Path asked = scratch.resolve(name + "-trials.txt");
        Path told = scratch.resolve(name + "-outcomes.txt");
        Path log = scratch.resolve(name + "-log.txt");
        Files.write(asked, trials.stream().map(Trial::line).toList());
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-Dbasedir=" + module,
                        "-cp",
                        module.resolve(testClasses) + File.pathSeparator + System.getProperty("java.class.path"),
                        Trials.class.getName(),
                        asked.toString(),
                        told.toString())
                .directory(module.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            if (!process.waitFor(MINUTES, TimeUnit.MINUTES) || process.exitValue() != 0) {
                throw new IllegalStateException("the trials of " + name + " came to no end: " + Files.readString(log));
            }
        } finally {
            process.destroyForcibly();
        }
        return Files.readAllLines(told).stream().map(TrialOutcome::read).toList();
    }
}
