package dev.slipstream.system.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.system.trust.TrustLine;
import dev.slipstream.simulation.Fault;
import dev.slipstream.simulation.Race;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Many seeds, one after the other: {@code -Dsimulation.seeds=N} runs that many, {@code -Dsimulation.minutes=M} as many as
 * there is time for, {@code -Dsimulation.first=F} from another one on than the first, {@code -Dsimulation.seed=S} that one
 * and prints all of it. Seeds that failed once are in {@code failing-seeds.txt}, and run first for ever.
 */
class SeedsSimulationTest {

    private static final int SEEDS = 5000;
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int LEAST_EVENTS = 30;

    /** Of so many seeds each fault is to take effect so often: what the list of faults asks for. */
    private static final int MANY_SEEDS = 200_000;

    private static final int MANY_TIMES = 1000;

    @Test
    void everySeedKeepsEveryPromise() throws Exception {
        Long single = Long.getLong("simulation.seed");
        if (single != null) {
            runAloud(single);
            return;
        }
        for (long seed : failedBefore()) {
            judge(seed);
        }
        Campaign.Outcome outcome = asked();

        ListedFaults faults = ListedFaults.read();
        List<StateTable> tables = StateTable.read();
        int atLeast = atLeast(outcome.seeds());
        System.out.println(report(outcome, faults, tables));
        TrustLine.write(
                "seeds of the simulation",
                outcome.seeds() + outcome.broken().size(),
                outcome.broken().isEmpty() ? "" : outcome.broken().size() + " broke a promise");
        TrustLine.write(
                "faults that took effect in them, each " + atLeast + " times and more",
                faults.times(outcome.coverage()),
                String.join(", ", faults.rarerThan(atLeast, outcome.coverage())));
        if (!outcome.broken().isEmpty()) {
            throw new Shrinking(outcome.broken().get(0)).shortest();
        }
        assertThat(outcome.median()).isGreaterThanOrEqualTo(LEAST_EVENTS);
        if (outcome.seeds() >= SEEDS) {
            assertThat(unhit(outcome.coverage())).isEmpty();
            assertThat(faults.rarerThan(atLeast, outcome.coverage())).isEmpty();
            assertThat(tables)
                    .allSatisfy(table ->
                            assertThat(table.differences(outcome.coverage())).isEmpty());
        }
    }

    /** How often each fault is to take effect in so many seeds: in fewer than many half as often as in proportion. */
    private static int atLeast(int seeds) {
        return seeds >= MANY_SEEDS ? MANY_TIMES : (int) ((long) MANY_TIMES * seeds / MANY_SEEDS / 2);
    }

    private static Campaign.Outcome asked() throws InterruptedException {
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

    private static void judge(long seed) {
        try {
            Run.of(seed, new Coverage());
        } catch (BrokenSeed broken) {
            throw new Shrinking(broken).shortest();
        }
    }

    private static void runAloud(long seed) {
        try {
            Run.of(seed, new Coverage()).history().lines().forEach(System.out::println);
        } catch (BrokenSeed broken) {
            broken.history().lines().forEach(System.out::println);
            throw new Shrinking(broken).shortest();
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

    /** What never took effect, be it on the list of faults or not. */
    private static List<String> unhit(Coverage coverage) {
        return everything()
                .map(Enum::name)
                .filter(what -> coverage.times(what) == 0)
                .toList();
    }

    private static Stream<Enum<?>> everything() {
        return Stream.of(Fault.values(), Trouble.values(), Occurrence.values(), Race.values())
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
                        .append(broken.breach())
                        .append('\n'));
        text.append("faults of the list that took effect:\n").append(faults.table(outcome.coverage()));
        if (outcome.seeds() > SEEDS) {
            text.append("and each cause:\n");
            everything()
                    .forEach(cause -> text.append(
                            "  %-30s %9d%n".formatted(cause, outcome.coverage().times(cause.name()))));
        }
        tables.forEach(table -> text.append('\n').append(table.filled(outcome.coverage())));
        return text.toString();
    }
}
