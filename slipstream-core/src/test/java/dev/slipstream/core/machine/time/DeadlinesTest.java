package dev.slipstream.core.machine.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeadlinesTest {

    /**
     * Compares {@link Deadlines} with a list that is searched for its earliest deadline. Uses only the times 0 to 19,
     * so that many deadlines are equal.
     */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void dueItemsComeByTimeThenByOrderOfSetting(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Deadlines<Integer> deadlines = new Deadlines<>();
        List<Deadlines.Entry<Integer>> entries = new ArrayList<>();
        List<Integer> timers = new ArrayList<>();

        for (int step = 0; step < 2000; step++) {
            int choice = random.nextInt(10);
            if (choice < 6) {
                entries.add(deadlines.set(random.nextInt(20), step));
                timers.add(step);
            } else if (choice < 9 && !entries.isEmpty()) {
                int taken = random.nextInt(entries.size());
                deadlines.cancel(entries.get(taken));
                deadlines.cancel(entries.remove(taken));
                timers.remove(taken);
            } else if (!entries.isEmpty()) {
                Deadlines.Entry<Integer> first = entries.stream()
                        .min(Comparator.comparingLong(Deadlines.Entry::at))
                        .orElseThrow();
                int index = entries.indexOf(first);
                assertThat(deadlines.next()).isEqualTo(first.at());
                assertThat(deadlines.poll(first.at() - 1)).isNull();
                assertThat(deadlines.poll(first.at())).isEqualTo(timers.remove(index));
                entries.remove(index);
            }
            assertThat(deadlines.size()).isEqualTo(entries.size());
        }
    }

    @Test
    void allDeadlinesCanBeCancelled() {
        Deadlines<String> deadlines = new Deadlines<>();
        Deadlines.Entry<String> entry = deadlines.set(2_000_000_000, "b");
        deadlines.set(1_000_000_000, "a");
        assertThat(deadlines).hasToString("[a at PT1S, b at PT2S]");

        deadlines.clear();
        deadlines.cancel(entry);

        assertThat(deadlines.next()).isEqualTo(Deadlines.NEVER);
        assertThat(deadlines.poll(Deadlines.NEVER - 1)).isNull();
    }
}
