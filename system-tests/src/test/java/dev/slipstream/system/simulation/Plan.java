package dev.slipstream.system.simulation;

import dev.slipstream.core.Backoff;
import dev.slipstream.core.Configuration;
import dev.slipstream.simulation.SeededRandom;
import dev.slipstream.simulation.Simulation;
import java.time.Duration;
import java.util.List;

/**
 * What a seed decides before its run begins. Bounds are tiny and deadlines short, so that they are met.
 *
 * @param faults whether anything goes wrong at all
 * @param waits whether callbacks wait
 * @param stopsEarly whether the client is stopped in the middle
 * @param wild whether callbacks still do as they please while the client stops
 * @param goesOn whether the client goes on after a callback that threw; else it stops, as clients do by default
 * @param sluggish whether callbacks block for a minute now and then
 * @param refuses whether the executor of callbacks refuses from some moment on
 * @param listens whether somebody listens to all that is told, and looks for secrets in it
 * @param start what {@code init} does
 * @param span of the time in which things go wrong
 * @param mailbox how many messages the mailbox holds
 * @param channels how many channels the server lets a connection have
 * @param lifetime of a token; what is older is refused
 */
record Plan(
        Simulation.Settings settings,
        boolean faults,
        boolean waits,
        boolean stopsEarly,
        boolean wild,
        boolean goesOn,
        boolean sluggish,
        boolean refuses,
        boolean listens,
        Start start,
        Duration span,
        int mailbox,
        int channels,
        Duration lifetime,
        Configuration.Builder configuration) {

    /** No retry takes longer, nor does any deadline: after this much quiet the client has what the user asked for. */
    static final Duration QUIET = Duration.ofSeconds(90);

    /** Longer than any run lasts. */
    private static final Duration FOREVER = Duration.ofDays(1);

    /** What {@code init} does. */
    enum Start {
        CONNECTS,
        THROWS,
        IGNORES
    }

    static Plan of(long seed) {
        SeededRandom random = new SeededRandom(seed).of("plan");
        boolean faults = !random.oneIn(10);
        boolean sluggish = faults && random.oneIn(10);
        return new Plan(
                random.oneIn(4) ? Simulation.Settings.CALM : Simulation.Settings.RACING,
                faults,
                !random.oneIn(3),
                random.oneIn(6),
                random.oneIn(2),
                !faults || !random.oneIn(10),
                sluggish,
                faults && random.oneIn(25),
                random.oneIn(8),
                start(random),
                random.between(Duration.ofSeconds(3), Duration.ofSeconds(25)),
                sluggish ? 4 : random.pick(List.of(4, 8, 32, 1024)),
                faults && random.oneIn(6) ? 2 : 100,
                faults && random.oneIn(4) ? seconds(random, 2, 10) : FOREVER,
                configuration(random));
    }

    /** Returns this plan with other settings of the simulation. */
    Plan with(Simulation.Settings others) {
        return new Plan(
                others,
                faults,
                waits,
                stopsEarly,
                wild,
                goesOn,
                sluggish,
                refuses,
                listens,
                start,
                span,
                mailbox,
                channels,
                lifetime,
                configuration);
    }

    private static Start start(SeededRandom random) {
        return switch (random.below(100)) {
            case 0 -> Start.THROWS;
            case 1 -> Start.IGNORES;
            default -> Start.CONNECTS;
        };
    }

    private static Configuration.Builder configuration(SeededRandom random) {
        return Configuration.builder("ws://localhost/socket/websocket?keep=" + Secrets.QUERY)
                .param("user", Secrets.PARAM)
                .header("X-Secret", Secrets.HEADER)
                .authToken(Secrets.TOKEN)
                .credentialsTimeout(Duration.ofMillis(500))
                .connectTimeout(seconds(random, 1, 4))
                .joinTimeout(seconds(random, 1, 3))
                .leaveTimeout(seconds(random, 1, 3))
                .requestTimeout(seconds(random, 1, 3))
                .closeTimeout(Duration.ofMillis(500))
                .heartbeatInterval(seconds(random, 1, 10))
                .heartbeatTimeout(seconds(random, 1, 4))
                .reconnectBackoff(backoff(random))
                .rejoinBackoff(backoff(random))
                .stablePeriod(seconds(random, 1, 10))
                .retryAfterLimit(seconds(random, 5, 10))
                .maxOutboundFrames(random.pick(List.of(2, 16, 4096)))
                .maxPending(random.pick(List.of(2, 8, 1024)));
    }

    private static Backoff backoff(SeededRandom random) {
        return switch (random.below(4)) {
            case 0 -> Backoff.slipstream();
            case 1 -> Backoff.jittered(List.of(Duration.ofMillis(50), Duration.ofSeconds(1)));
            default -> Backoff.standard();
        };
    }

    private static Duration seconds(SeededRandom random, int least, int most) {
        return Duration.ofSeconds(random.between(least, most));
    }
}
