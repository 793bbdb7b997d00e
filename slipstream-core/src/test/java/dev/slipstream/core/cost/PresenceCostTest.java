package dev.slipstream.core.cost;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Checks how the cost of a diff grows with the number of keys. Counts steps, because times vary. */
class PresenceCostTest {

    /**
     * The steps allowed for each level of the two trees of a {@code Presences}. A diff searches both trees and copies a
     * path in each.
     */
    private static final long STEPS_A_LEVEL = 60;

    private static final long DIFFS = 1_000;

    @Test
    @Tag("presence-P31")
    void costOfDiffGrowsAtMostLogarithmicallyWithKeys() throws ReflectiveOperationException {
        Map<String, Long> few = costs(10);
        Map<String, Long> many = costs(10_000);

        int moreLevels = 10; // log2(10,000) - log2(10)
        assertThat(many).hasSize(6).allSatisfy((input, cost) -> {
            long diffs = input.equals("updates of one key") ? DIFFS : 1;
            assertThat(cost)
                    .as("steps of %s with 10,000 keys (%d steps with 10 keys)", input, few.get(input))
                    .isPositive()
                    .isLessThanOrEqualTo(few.get(input) + diffs * STEPS_A_LEVEL * moreLevels);
        });
    }

    @SuppressWarnings("unchecked") // the load implements this type, although another class loader loads it
    private static Map<String, Long> costs(int keys) throws ReflectiveOperationException {
        Class<?> counted = new CountingLoader().loadClass(PresenceLoad.class.getName());
        return ((IntFunction<Map<String, Long>>) counted.getConstructor().newInstance()).apply(keys);
    }
}
