package dev.slipstream.core.cost;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.function.IntFunction;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Counts steps instead of time. The steps of an input may grow only logarithmically with the number of pending items,
 * like the levels of trees and heaps.
 */
@Execution(ExecutionMode.CONCURRENT)
class FlatCostTest {

    /**
     * The steps allowed to an input for each level of a tree or heap. They are enough to search the AVL tree of the
     * socket state twice, and one heap once.
     */
    private static final long STEPS_A_LEVEL = 60;

    @ParameterizedTest
    @ValueSource(classes = {ConnectionLoad.class, ClientLoad.class})
    void costOfInputGrowsAtMostLogarithmicallyWithPendingWork(Class<?> load) throws ReflectiveOperationException {
        Map<String, Long> alone = costs(load, 1);
        assertThat(alone)
                .hasSizeGreaterThan(15)
                .allSatisfy((input, cost) -> assertThat(cost).as(input).isPositive());

        for (int pending : new int[] {100, 1_000, 100_000}) {
            int levels = Integer.SIZE - Integer.numberOfLeadingZeros(pending);
            assertThat(costs(load, pending))
                    .allSatisfy((input, cost) -> assertThat(cost)
                            .as("steps of %s with %d pending items (%d with one)", input, pending, alone.get(input))
                            .isLessThanOrEqualTo(alone.get(input) + STEPS_A_LEVEL * levels));
        }
    }

    @SuppressWarnings("unchecked") // each load class implements this type, although another class loader loads it
    private static Map<String, Long> costs(Class<?> load, int pending) throws ReflectiveOperationException {
        Class<?> counted = new CountingLoader().loadClass(load.getName());
        return ((IntFunction<Map<String, Long>>) counted.getConstructor().newInstance()).apply(pending);
    }
}
