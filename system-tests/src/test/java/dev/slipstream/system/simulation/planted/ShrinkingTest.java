package dev.slipstream.system.simulation.planted;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.system.planted.PatchedClasses;
import dev.slipstream.system.planted.Planting;
import dev.slipstream.system.simulation.ShrunkSeed;
import java.util.function.LongFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Checks that a failing run is shrunk to few actions. */
class ShrinkingTest {

    private static final String BUG = "a message is not checked for its join_ref";
    private static final int MOST_SEEDS = 500;
    private static final int FEW = 25;

    /**
     * The seed to shrink. Smaller seeds also find the bug, but have too many actions to be shrunk in the allowed number
     * of runs.
     */
    private static final int FIRST_SEED = 56;

    private static final Pattern LEFT = Pattern.compile("of (\\d+) actions left (\\d+)");

    @Test
    void shrunkSeedIsShortAndBreaksTheSameInvariant() throws Exception {
        Planting planted = Planting.read("/simulation/planted-bugs.txt").stream()
                .filter(bug -> bug.name().equals(BUG))
                .findFirst()
                .orElseThrow();
        try (PatchedClasses classes = PatchedClasses.with(planted)) {
            LongFunction<String> shrinker = shrinker(classes);
            String shrunk = null;
            for (long seed = FIRST_SEED; shrunk == null && seed <= MOST_SEEDS; seed++) {
                shrunk = shrinker.apply(seed);
            }

            assertThat(shrunk)
                    .isNotNull()
                    .contains("same invariant: true")
                    .contains("repeatable: true")
                    .contains("minimal: true")
                    .contains("shrunk in ")
                    .contains("-Dsimulation.seed=");
            Matcher left = LEFT.matcher(shrunk);
            assertThat(left.find()).isTrue();
            assertThat(Integer.parseInt(left.group(2)))
                    .isLessThanOrEqualTo(FEW)
                    .isLessThan(Integer.parseInt(left.group(1)) / 3);
        }
    }

    @SuppressWarnings("unchecked") // ShrunkSeed is a LongFunction<String>
    private static LongFunction<String> shrinker(PatchedClasses classes) throws ReflectiveOperationException {
        return classes.make(ShrunkSeed.class, LongFunction.class);
    }
}
