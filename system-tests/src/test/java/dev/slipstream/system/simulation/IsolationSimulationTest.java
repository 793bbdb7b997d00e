package dev.slipstream.system.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Invariant I18: if the client continues after a callback threw, the only effect of the callback is a call of {@code
 * handleFailure}. The test runs each seed twice. In the second run the callbacks do not throw, but return the last
 * socket whose operations were applied. Both runs must have the same history.
 */
class IsolationSimulationTest {

    private static final int SEEDS = 100;
    private static final int LEAST_THROWS = 300;
    private static final int CONTEXT = 15;

    /** The observations that an exception of a callback changes. They are left out of the comparison. */
    private static final List<String> FROM_THROWS = List.of("OperationsLost[", "PayloadMismatched[", "QueuesMeasured[");

    @Test
    void throwingCallbackHasNoEffectExceptItsFailure() {
        int thrown = 0;
        for (long seed = 1; seed <= SEEDS; seed++) {
            RunPlan plan = RunPlan.of(seed);
            // The two runs of a seed differ if the client stops at the first exception. They also differ if callbacks
            // wait, because handleFailure restarts an idle timer that was set before a wait. A client whose init does
            // not connect has nothing to compare.
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

    /** Returns the first difference with a few lines before it, or an empty text if there is none. */
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

    /**
     * Removes the lines of handleFailure and of {@link #FROM_THROWS}, and the exception from the end of a callback. If
     * {@code handleCall} threw, the caller got the exception. The text of this exception is replaced with the text that
     * the caller gets in the second run, in which {@code handleCall} does not throw.
     */
    private static List<String> withoutThrows(List<String> lines) {
        boolean[] inFailure = {false};
        return lines.stream()
                .map(line -> line.replaceFirst(" } threw .*", " }")
                        .replaceFirst("handleCall of client .* threw ([^,]+), so .*", "the callback threw $1"))
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
