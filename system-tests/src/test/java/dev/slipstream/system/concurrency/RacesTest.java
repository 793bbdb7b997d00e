package dev.slipstream.system.concurrency;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.system.trust.TrustLine;
import java.io.IOException;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Runs the scenarios on real threads, again and again. A timeout detects a thread that was never woken. {@code
 * -Dconcurrency.millis=N} runs each scenario for N milliseconds.
 */
class RacesTest {

    private static final Duration EACH = Duration.ofMillis(Long.getLong("concurrency.millis", 200));
    private static final int THREADS = 4;
    private static long tried;

    @ParameterizedTest
    @MethodSource
    void holdsOnRealThreads(Class<? extends Runnable> scenario) {
        Runnable one = Scenarios.make(scenario);
        long rounds = 0;
        try (ScenarioThreads threads = new ScenarioThreads(THREADS)) {
            ParallelRun.by(threads);
            long end = System.nanoTime() + EACH.toNanos();
            do {
                QuietLogging.whileRunning(one);
                rounds++;
            } while (System.nanoTime() < end);
        } finally {
            ParallelRun.by(null);
            tried += rounds;
        }
        assertThat(rounds).isPositive();
    }

    static Stream<Class<? extends Runnable>> holdsOnRealThreads() {
        return Scenarios.all();
    }

    @AfterAll
    static void report() throws IOException {
        TrustLine.write("races on real threads", tried, "");
    }
}
