package dev.slipstream.system.simulation;

import dev.slipstream.core.Backoff;
import dev.slipstream.core.Configuration;
import dev.slipstream.testkit.simulation.Dice;
import dev.slipstream.testkit.simulation.Simulation;
import java.time.Duration;
import java.util.List;

/**
 * What a seed decides before its run begins. Bounds are tiny and deadlines short, so that they are met.
 *
 * @param faults whether anything goes wrong at all
 * @param waits whether callbacks wait
 * @param stopsEarly whether the client is stopped in the middle
 * @param wild whether callbacks still do as they please while the client stops
 * @param span of the time in which things go wrong
 * @param mailbox how many messages the mailbox holds
 */
record Plan(
        Simulation.Settings settings,
        boolean faults,
        boolean waits,
        boolean stopsEarly,
        boolean wild,
        Duration span,
        int mailbox,
        Configuration.Builder configuration) {

    /** No retry takes longer, nor does any deadline: after this much quiet everything is as it was wished. */
    static final Duration QUIET = Duration.ofSeconds(90);

    static Plan of(long seed) {
        Dice dice = new Dice(seed).of("plan");
        return new Plan(
                dice.oneIn(4) ? Simulation.Settings.CALM : Simulation.Settings.RACING,
                !dice.oneIn(10),
                !dice.oneIn(3),
                dice.oneIn(6),
                dice.oneIn(2),
                dice.between(Duration.ofSeconds(3), Duration.ofSeconds(25)),
                dice.pick(List.of(4, 8, 32, 1024)),
                configuration(dice));
    }

    private static Configuration.Builder configuration(Dice dice) {
        return Configuration.builder("ws://localhost/socket/websocket?keep=1")
                .param("user", "seed")
                .credentialsTimeout(Duration.ofMillis(500))
                .connectTimeout(seconds(dice, 1, 4))
                .joinTimeout(seconds(dice, 1, 3))
                .leaveTimeout(seconds(dice, 1, 3))
                .requestTimeout(seconds(dice, 1, 3))
                .closeTimeout(Duration.ofMillis(500))
                .heartbeatInterval(seconds(dice, 1, 10))
                .heartbeatTimeout(seconds(dice, 1, 4))
                .reconnectBackoff(backoff(dice))
                .rejoinBackoff(backoff(dice))
                .stablePeriod(seconds(dice, 1, 10))
                .retryAfterLimit(seconds(dice, 5, 10))
                .maxOutboundFrames(dice.pick(List.of(2, 16, 4096)))
                .maxPending(dice.pick(List.of(2, 8, 1024)));
    }

    private static Backoff backoff(Dice dice) {
        return switch (dice.below(4)) {
            case 0 -> Backoff.slipstream();
            case 1 -> Backoff.jittered(List.of(Duration.ofMillis(50), Duration.ofSeconds(1)));
            default -> Backoff.standard();
        };
    }

    private static Duration seconds(Dice dice, int least, int most) {
        return Duration.ofSeconds(dice.between(least, most));
    }
}
