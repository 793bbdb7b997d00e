package dev.slipstream.system.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * Many seeds, one after the other: {@code -Dsimulation.seeds=N} runs that many, {@code -Dsimulation.seed=S} that one and
 * prints all of it. Seeds that failed once are in {@code failing-seeds.txt}, and run first for ever.
 */
class SeedsSimulationTest {

    private static final int SEEDS = 2000;
    private static final int LEAST_EVENTS = 30;

    @Test
    void everySeedKeepsEveryPromise() throws IOException {
        Long single = Long.getLong("simulation.seed");
        if (single != null) {
            runAloud(single);
            return;
        }
        int seeds = Integer.getInteger("simulation.seeds", SEEDS);
        Coverage coverage = new Coverage();
        List<Integer> callbacks = new ArrayList<>();
        for (long seed : failedBefore()) {
            Run.of(seed, coverage);
        }
        LongStream.rangeClosed(1, seeds)
                .forEach(seed -> callbacks.add(Run.of(seed, coverage).callbacks()));

        List<StateTable> tables = StateTable.read();
        System.out.println(report(callbacks, coverage, tables));
        assertThat(median(callbacks)).isGreaterThanOrEqualTo(LEAST_EVENTS);
        if (seeds >= SEEDS) {
            assertThat(coverage.unhit()).isEmpty();
            assertThat(tables)
                    .allSatisfy(table -> assertThat(table.differences(coverage)).isEmpty());
        }
    }

    private static void runAloud(long seed) {
        try {
            Run.of(seed, new Coverage()).history().lines().forEach(System.out::println);
        } catch (BrokenSeed broken) {
            broken.history().lines().forEach(System.out::println);
            throw broken;
        }
    }

    private static List<Long> failedBefore() throws IOException {
        try (InputStream in = SeedsSimulationTest.class.getResourceAsStream("/simulation/failing-seeds.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> line.replaceAll("#.*", "").strip())
                    .filter(line -> !line.isEmpty())
                    .map(Long::valueOf)
                    .toList();
        }
    }

    private static String report(List<Integer> callbacks, Coverage coverage, List<StateTable> tables) {
        StringBuilder text = new StringBuilder();
        text.append("%d seeds, %d callbacks, a median of %d%n"
                .formatted(
                        callbacks.size(),
                        callbacks.stream().mapToInt(count -> count).sum(),
                        median(callbacks)));
        text.append("faults that took effect:\n").append(coverage.faultTable());
        tables.forEach(table -> text.append('\n').append(table.filled(coverage)));
        return text.toString();
    }

    private static int median(List<Integer> counts) {
        return counts.stream().sorted().toList().get(counts.size() / 2);
    }
}
