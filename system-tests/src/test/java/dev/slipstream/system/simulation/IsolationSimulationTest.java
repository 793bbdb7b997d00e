package dev.slipstream.system.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * I18: a callback that throws, of a client that goes on, leaves nothing behind but its failure. The same seed with callbacks
 * that return the operations they wrote last, in the place of those that throw, has the same history.
 */
class IsolationSimulationTest {

    private static final int SEEDS = 300;
    private static final int LEAST_THROWS = 1000;
    private static final int CONTEXT = 15;

    /** What there is of a throw, in one history or the other: all else is the same in both. */
    private static final List<String> OF_THROWS = List.of("OperationsLost[", "PayloadMismatched[", "QueuesMeasured[");

    @Test
    void whatThrowsAndWhatDoesNothingComeToTheSame() {
        int thrown = 0;
        for (long seed = 1; seed <= SEEDS; seed++) {
            Plan plan = Plan.of(seed);
            // A client that stops at the first throw has another history. A callback of handleFailure also restarts
            // the idle time that was set before a wait, as any other callback does.
            if (!plan.goesOn() || plan.waits() || plan.start() != Plan.Start.CONNECTS) {
                continue;
            }
            List<String> loud = Run.of(seed, new Coverage()).history().lines();
            List<String> quiet =
                    Run.of(seed, Cut.QUIET, new Coverage()).history().lines();

            assertThat(difference(withoutThrows(loud), withoutThrows(quiet)))
                    .as("seed " + seed)
                    .isEmpty();
            thrown += loud.size() - withoutThrows(loud).size();
            assertThat(quiet).noneMatch(line -> line.contains(" { failure "));
        }
        assertThat(thrown).isGreaterThan(LEAST_THROWS);
    }

    /** The first place in which they are not the same, and a few lines before it; empty if there is none. */
    private static String difference(List<String> loud, List<String> quiet) {
        for (int i = 0; i < Math.max(loud.size(), quiet.size()); i++) {
            String one = i < loud.size() ? loud.get(i) : "the end";
            String other = i < quiet.size() ? quiet.get(i) : "the end";
            if (!one.equals(other)) {
                return String.join("\n", loud.subList(Math.max(0, i - CONTEXT), Math.min(i, loud.size())))
                        + "\nthrowing: " + one + "\nquiet:    " + other;
            }
        }
        return "";
    }

    /** Without the callbacks that are told of failures, and with ends of callbacks that look alike. */
    private static List<String> withoutThrows(List<String> lines) {
        boolean[] within = {false};
        return lines.stream()
                .map(line -> line.replaceFirst(" } threw .*", " }"))
                .filter(line -> {
                    boolean begins = line.contains(" { failure ");
                    within[0] |= begins;
                    boolean left = !within[0] && OF_THROWS.stream().noneMatch(line::contains);
                    within[0] &= !line.endsWith(" }");
                    return left;
                })
                .toList();
    }
}
