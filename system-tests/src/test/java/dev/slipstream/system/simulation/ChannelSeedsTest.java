package dev.slipstream.system.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.system.trust.TrustLine;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Runs many seeds of a program with channel handles and presence views.
 *
 * <p>{@code -Dsimulation.channelSeeds=N} runs N seeds. {@code -Dsimulation.channelFirst=F} starts at seed F.
 * {@code -Dsimulation.channelSeed=S} runs only seed S and prints its history. Seeds that failed before are kept in
 * {@code failing-channel-seeds.txt} and always run first.
 */
class ChannelSeedsTest {

    private static final int SEEDS = 40;
    private static final Duration LIMIT = Duration.ofSeconds(30);

    /** The kinds of events that must occur at least once in all runs together. */
    private static final List<String> KINDS = List.of(
            "HandlerStarted",
            "HandlerBroke",
            "ClientRestarted",
            "RegistrationClosed",
            "MessageSeen",
            "JoinEnded",
            "LeaveEnded",
            "PushEnded",
            "CallRefused",
            "StreamNext",
            "StreamEnded",
            "StreamCancelled",
            "ChangeTold",
            "SyncTold");

    @Test
    void everySeedKeepsEveryPromise() throws Exception {
        Long single = Long.getLong("simulation.channelSeed");
        if (single != null) {
            runAndPrint(single);
            return;
        }
        for (long seed : FailedSeeds.of("failing-channel-seeds.txt")) {
            runKept(seed);
        }
        Integer seeds = Integer.getInteger("simulation.channelSeeds");
        long first = Long.getLong("simulation.channelFirst", 1L);
        Campaign.Outcome outcome = Campaign.of(
                ChannelSeedsTest::run,
                first,
                first + (seeds == null ? SEEDS : seeds) - 1,
                seeds == null ? LIMIT : Duration.ofDays(365));

        System.out.println(report(outcome));
        TrustLine.write(
                "seeds of the simulation of channel handles",
                outcome.seeds() + outcome.broken().size(),
                outcome.broken().isEmpty() ? "" : outcome.broken().size() + " broke an invariant");
        if (!outcome.broken().isEmpty()) {
            throw shrunk(outcome.broken().get(0));
        }
        assertThat(KINDS)
                .allSatisfy(kind ->
                        assertThat(outcome.coverage().times(kind)).as(kind).isPositive());
    }

    @Test
    void aSeedGivesTheSameHistoryAgain() {
        assertThat(ChannelRun.of(1).history().digest())
                .isEqualTo(ChannelRun.of(1).history().digest());
    }

    private static int run(long seed, Coverage coverage) {
        Map<String, Integer> counts = ChannelRun.of(seed).counts();
        counts.forEach(coverage::hit);
        return counts.getOrDefault("HandlerStarted", 0);
    }

    private static void runKept(long seed) {
        try {
            ChannelRun.of(seed);
        } catch (BrokenSeed broken) {
            throw shrunk(broken);
        }
    }

    private static void runAndPrint(long seed) {
        try {
            ChannelRun.of(seed).history().lines().forEach(System.out::println);
        } catch (BrokenSeed broken) {
            broken.history().lines().forEach(System.out::println);
            throw shrunk(broken);
        }
    }

    private static BrokenSeed shrunk(BrokenSeed broken) {
        return new Shrinking(broken, ChannelRun::of).shortest();
    }

    private static String report(Campaign.Outcome outcome) {
        StringBuilder text = new StringBuilder("%d seeds of channel handles, %d calls of handlers, %d seeds broken%n"
                .formatted(
                        outcome.seeds() + outcome.broken().size(),
                        outcome.callbacks().stream().mapToInt(count -> count).sum(),
                        outcome.broken().size()));
        outcome.broken().forEach(broken -> text.append("  %d  %s%n".formatted(broken.seed(), broken.failure())));
        new TreeMap<>(outcome.coverage().hits())
                .forEach((kind, times) -> text.append("  %-24s %9d%n".formatted(kind, times)));
        return text.toString();
    }
}
