package dev.slipstream.system.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.system.OwnJvm;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/**
 * Invariant I19: a seed gives the same run in every JVM, byte for byte. Otherwise a failing seed could not be repeated.
 */
class DeterminismSimulationTest {

    private static final int SEEDS = 20;
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private static final List<String> OTHER_OPTIONS = List.of(
            "-XX:+UseSerialGC",
            "-XX:+UnlockExperimentalVMOptions",
            "-XX:hashCode=2", // all identity hashes are 1
            "-XX:TieredStopAtLevel=1",
            "-Duser.language=tr");

    @Test
    void runsOfASeedAreEqualInAnotherJvm() throws Exception {
        try (ExecutorService otherThread = Executors.newSingleThreadExecutor()) {
            Future<OwnJvm> other = otherThread.submit(
                    () -> OwnJvm.run(Digests.class, Map.of(), OTHER_OPTIONS, PATIENCE, "1", Integer.toString(SEEDS)));

            List<String> here = Digests.of(1, SEEDS);

            OwnJvm ended = other.get();
            assertThat(ended.exit()).as(String.join("\n", ended.output())).isZero();
            assertThat(ended.output().stream().filter(Digests::isDigest).toList())
                    .hasSize(SEEDS)
                    .isEqualTo(here);
        }
    }
}
