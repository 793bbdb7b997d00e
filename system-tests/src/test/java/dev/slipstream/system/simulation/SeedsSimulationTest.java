package dev.slipstream.system.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.simulation.Fault;
import dev.slipstream.simulation.Race;
import dev.slipstream.system.trust.TrustLine;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Runs the simulation with many seeds.
 *
 * <p>{@code -Dsimulation.seeds=N} runs N seeds. {@code -Dsimulation.minutes=M} runs as many as fit into M minutes.
 * {@code -Dsimulation.first=F} starts at seed F. {@code -Dsimulation.seed=S} runs only seed S and prints its history.
 *
 * <p>Seeds that failed before are kept in {@code failing-seeds.txt} and always run first.
 */
class SeedsSimulationTest {

    private static final int SEEDS = 1000;
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int LEAST_EVENTS = 30;

    /** In this many seeds each fault must take effect {@link #MANY_TIMES} times. */
    private static final int MANY_SEEDS = 200_000;

    private static final int MANY_TIMES = 1000;

    @Test
    void everySeedKeepsEveryPromise() throws Exception {
        Long single = Long.getLong("simulation.seed");
        if (single != null) {
            runAndPrint(single);
            return;
        }
        for (long seed : FailedSeeds.of("failing-seeds.txt")) {
            run(seed);
        }
        Campaign.Outcome outcome = campaign();

        ListedFaults faults = ListedFaults.read();
        List<StateTable> tables = StateTable.read();
        int atLeast = atLeast(outcome.seeds());
        System.out.println(report(outcome, faults, tables));
        TrustLine.write(
                "seeds of the simulation",
                outcome.seeds() + outcome.broken().size(),
                outcome.broken().isEmpty() ? "" : outcome.broken().size() + " broke an invariant");
        List<String> rare = faults.rarerThan(atLeast, outcome.coverage());
        TrustLine.write(
                "faults that took effect in the simulation",
                faults.times(outcome.coverage()),
                rare.isEmpty() ? "" : "fewer than " + atLeast + " times: " + String.join(", ", rare));
        if (!outcome.broken().isEmpty()) {
            throw new Shrinking(outcome.broken().get(0)).shortest();
        }
        assertThat(outcome.median()).isGreaterThanOrEqualTo(LEAST_EVENTS);
        if (outcome.seeds() >= SEEDS) {
            assertThat(missing(outcome.coverage())).isEmpty();
            assertThat(faults.rarerThan(atLeast, outcome.coverage())).isEmpty();
            assertThat(tables)
                    .allSatisfy(table ->
                            assertThat(table.differences(outcome.coverage())).isEmpty());
        }
    }

    /**
     * Returns how often each fault must take effect. If fewer than {@link #MANY_SEEDS} seeds run, half of the
     * proportional count is enough.
     */
    private static int atLeast(int seeds) {
        return seeds >= MANY_SEEDS ? MANY_TIMES : (int) ((long) MANY_TIMES * seeds / MANY_SEEDS / 2);
    }

    private static Campaign.Outcome campaign() throws InterruptedException {
        Integer seeds = Integer.getInteger("simulation.seeds");
        String minutes = System.getProperty("simulation.minutes");
        long first = Long.getLong("simulation.first", 1L);
        if (seeds != null) {
            return Campaign.of(first, first + seeds - 1, Duration.ofDays(365));
        }
        if (minutes != null) {
            Duration limit = Duration.ofMillis(Math.round(60_000 * Double.parseDouble(minutes)));
            return Campaign.of(first, Integer.MAX_VALUE, limit);
        }
        return Campaign.of(first, first + SEEDS - 1, LIMIT);
    }

    private static void run(long seed) {
        try {
            Run.of(seed, new Coverage());
        } catch (BrokenSeed broken) {
            throw new Shrinking(broken).shortest();
        }
    }

    private static void runAndPrint(long seed) {
        try {
            Run.of(seed, new Coverage()).history().lines().forEach(System.out::println);
        } catch (BrokenSeed broken) {
            broken.history().lines().forEach(System.out::println);
            throw new Shrinking(broken).shortest();
        }
    }

    /** Returns all causes that never took effect, including causes of no listed fault. */
    private static List<String> missing(Coverage coverage) {
        return allCauses()
                .map(Enum::name)
                .filter(what -> coverage.times(what) == 0)
                .toList();
    }

    private static Stream<Enum<?>> allCauses() {
        return Stream.of(Fault.values(), AppFault.values(), Occurrence.values(), Race.values())
                .flatMap(Stream::of);
    }

    private static String report(Campaign.Outcome outcome, ListedFaults faults, List<StateTable> tables) {
        StringBuilder text = new StringBuilder();
        text.append("%d seeds, %d callbacks, a median of %d, %d seeds broken%n"
                .formatted(
                        outcome.seeds() + outcome.broken().size(),
                        outcome.callbacks().stream().mapToInt(count -> count).sum(),
                        outcome.median(),
                        outcome.broken().size()));
        outcome.broken()
                .forEach(broken -> text.append("  ")
                        .append(broken.seed())
                        .append("  ")
                        .append(broken.failure())
                        .append('\n'));
        text.append("faults of the list that took effect:\n").append(faults.table(outcome.coverage()));
        if (outcome.seeds() > SEEDS) {
            text.append("and each cause:\n");
            allCauses()
                    .forEach(cause -> text.append(
                            "  %-30s %9d%n".formatted(cause, outcome.coverage().times(cause.name()))));
        }
        tables.forEach(table -> text.append('\n').append(table.filled(outcome.coverage())));
        return text.toString();
    }
}
