package dev.slipstream.bench.suite;

import dev.slipstream.bench.peer.Sample;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Repeats a workload before it is measured, by the same rule for each client: until the CPU time of a message or
 * request no longer changes, but not for longer than a bound.
 *
 * <p>The measurement must not include JIT compilation, which shares the processors with the client: a message costs 5
 * us during compilation, and 1.3 us afterwards.
 */
final class WarmUp {

    /** The costs are steady if the last {@link #LAST} costs differ by at most this factor. */
    private static final double STEADY = 1.1;

    private static final int LAST = 3;
    private static final Duration LEAST = Duration.ofSeconds(1);
    private static final Duration MOST = Duration.ofSeconds(4);

    /** A workload. */
    @FunctionalInterface
    interface Work {
        Sample run() throws IOException, InterruptedException;
    }

    private WarmUp() {}

    /** Repeats the work until its costs are steady, for 1 to 4 s. */
    static void untilSteady(Stage stage, String what, Work work) throws IOException, InterruptedException {
        List<Double> costs = new ArrayList<>();
        long begin = System.nanoTime();
        long took = 0;
        while (took < LEAST.toNanos() || !isSteady(costs)) {
            if (took > MOST.toNanos()) {
                stage.log("    not steady after " + costs.size() + " repetitions: " + what);
                return;
            }
            costs.add(work.run().cpuEach());
            took = System.nanoTime() - begin;
        }
    }

    /** Whether the last costs hardly differ. */
    static boolean isSteady(List<Double> costs) {
        if (costs.size() < LAST) {
            return false;
        }
        List<Double> last = costs.subList(costs.size() - LAST, costs.size());
        double least = last.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
        double most = last.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
        return most <= STEADY * least;
    }
}
