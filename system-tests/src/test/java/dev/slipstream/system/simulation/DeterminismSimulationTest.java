package dev.slipstream.system.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** I19: a seed gives the same run in any JVM, byte for byte; else no seed could be kept. */
class DeterminismSimulationTest {

    private static final int SEEDS = 100;
    private static final long PATIENCE_SECONDS = 180;

    @Test
    void aHundredSeedsAreTheSameInAnotherJvm() throws IOException, InterruptedException {
        Process other = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:+UnlockExperimentalVMOptions",
                        "-XX:hashCode=2", // all identity hashes are 1
                        "-XX:TieredStopAtLevel=1",
                        "-Duser.language=tr",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Digests.class.getName(),
                        "1",
                        Integer.toString(SEEDS))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();

        List<String> here = Digests.of(1, SEEDS);

        String output = new String(other.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(other.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(output.lines().toList()).hasSize(SEEDS).isEqualTo(here);
    }
}
