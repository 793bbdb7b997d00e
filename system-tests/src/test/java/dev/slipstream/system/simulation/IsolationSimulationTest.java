package dev.slipstream.system.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * I18: a callback that throws has no effect except its failure, if the client continues. So the history stays the same
 * if such callbacks return their last applied socket instead.
 */
class IsolationSimulationTest {

    private static final int SEEDS = 300;
    private static final int LEAST_THROWS = 1000;
    private static final int CONTEXT = 15;

    /** Observations that depend on throws. All other lines are the same in both histories. */
    private static final List<String> FROM_THROWS = List.of("OperationsLost[", "PayloadMismatched[", "QueuesMeasured[");

    @Test
    void throwingCallbackHasNoEffectExceptItsFailure() {
        int thrown = 0;
        for (long seed = 1; seed <= SEEDS; seed++) {
            RunPlan plan = RunPlan.of(seed);
            // A client that stops at the first throw has another history. A callback of handleFailure also restarts the
            // idle time, like any other callback, even if it was set before a wait.
            if (!plan.continuesAfterThrow() || plan.waits() || plan.start() != RunPlan.Start.CONNECTS) {
                continue;
            }
            List<String> throwing = Run.of(seed, new Coverage()).history().lines();
            List<String> returning = Run.of(seed, RunVariation.WITHOUT_THROWS, new Coverage())
                    .history()
                    .lines();

            assertThat(difference(withoutThrows(throwing), withoutThrows(returning)))
                    .as("seed " + seed)
                    .isEmpty();
            thrown += throwing.size() - withoutThrows(throwing).size();
            assertThat(returning).noneMatch(line -> line.contains(" { failure "));
        }
        assertThat(thrown).isGreaterThan(LEAST_THROWS);
    }

    /** Returns the first difference with a few lines before it, or an empty text. */
    private static String difference(List<String> throwing, List<String> returning) {
        for (int i = 0; i < Math.max(throwing.size(), returning.size()); i++) {
            String one = i < throwing.size() ? throwing.get(i) : "the end";
            String other = i < returning.size() ? returning.get(i) : "the end";
            if (!one.equals(other)) {
                return String.join("\n", throwing.subList(Math.max(0, i - CONTEXT), Math.min(i, throwing.size())))
                        + "\nthrowing: " + one + "\nreturning: " + other;
            }
        }
        return "";
    }

    /** Removes the callbacks of handleFailure, and makes all ends of callbacks look the same. */
    private static List<String> withoutThrows(List<String> lines) {
        boolean[] inFailure = {false};
        return lines.stream()
                .map(line -> line.replaceFirst(" } threw .*", " }"))
                .filter(line -> {
                    boolean starts = line.contains(" { failure ");
                    inFailure[0] |= starts;
                    boolean remains = !inFailure[0] && FROM_THROWS.stream().noneMatch(line::contains);
                    inFailure[0] &= !line.endsWith(" }");
                    return remains;
                })
                .toList();
    }
}
