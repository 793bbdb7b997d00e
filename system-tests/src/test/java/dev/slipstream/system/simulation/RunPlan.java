package dev.slipstream.system.simulation;

import dev.slipstream.core.Backoff;
import dev.slipstream.core.Configuration;
import dev.slipstream.simulation.SeededRandom;
import dev.slipstream.simulation.Simulation;
import java.time.Duration;
import java.util.List;

/**
 * The settings of a run, derived from its seed. Limits and timeouts are small so that runs reach them.
 *
 * @param faults whether the network, the server and the suppliers fail at random
 * @param waits whether callbacks may wait or block their thread
 * @param stopsEarly whether the client is stopped during the fault phase
 * @param isBusyAtStop whether callbacks still perform random actions while the client stops
 * @param continuesAfterThrow whether the client continues after a callback threw, as by default; otherwise it stops
 * @param blocksLong whether callbacks sometimes block for about a minute
 * @param executorRejects whether the executor of callbacks starts to reject tasks during the run
 * @param checksSecrets whether logs, events and {@code toString} are searched for secrets
 * @param start what {@code init} does
 * @param faultPhase how long faults are injected
 * @param mailboxBound how many messages of user code the mailbox holds
 * @param maxChannels how many channels the server allows per connection
 * @param tokenLifetime how long the server accepts a token
 */
record RunPlan(
        Simulation.Settings settings,
        boolean faults,
        boolean waits,
        boolean stopsEarly,
        boolean isBusyAtStop,
        boolean continuesAfterThrow,
        boolean blocksLong,
        boolean executorRejects,
        boolean checksSecrets,
        Start start,
        Duration faultPhase,
        int mailboxBound,
        int maxChannels,
        Duration tokenLifetime,
        Configuration.Builder configuration) {

    /**
     * The length of the phase without faults. It is longer than any retry delay and any timeout. At its end the client
     * must be connected and joined to its topics.
     */
    static final Duration FAULT_FREE_TIME = Duration.ofSeconds(90);

    /** Longer than any run lasts. */
    private static final Duration FOREVER = Duration.ofDays(1);

    /** What {@code init} does. */
    enum Start {
        CONNECTS,
        THROWS,
        IGNORES
    }

    static RunPlan of(long seed) {
        SeededRandom random = new SeededRandom(seed).of("plan");
        boolean faults = !random.oneIn(10);
        boolean blocksLong = faults && random.oneIn(10);
        return new RunPlan(
                random.oneIn(4) ? Simulation.Settings.CALM : Simulation.Settings.RACING,
                faults,
                !random.oneIn(3),
                random.oneIn(6),
                random.oneIn(2),
                !faults || !random.oneIn(10),
                blocksLong,
                faults && random.oneIn(25),
                random.oneIn(8),
                start(random),
                random.between(Duration.ofSeconds(3), Duration.ofSeconds(25)),
                blocksLong ? 4 : random.pick(List.of(4, 8, 32, 1024)),
                faults && random.oneIn(6) ? 2 : 100,
                faults && random.oneIn(4) ? seconds(random, 2, 10) : FOREVER,
                configuration(random, joinTimeout(new SeededRandom(seed).of("joins"))));
    }

    /** Returns this plan with other settings of the simulation. */
    RunPlan with(Simulation.Settings others) {
        return new RunPlan(
                others,
                faults,
                waits,
                stopsEarly,
                isBusyAtStop,
                continuesAfterThrow,
                blocksLong,
                executorRejects,
                checksSecrets,
                start,
                faultPhase,
                mailboxBound,
                maxChannels,
                tokenLifetime,
                configuration);
    }

    private static Start start(SeededRandom random) {
        return switch (random.below(100)) {
            case 0 -> Start.THROWS;
            case 1 -> Start.IGNORES;
            default -> Start.CONNECTS;
        };
    }

    private static Configuration.Builder configuration(SeededRandom random, Duration joinTimeout) {
        return Configuration.builder("ws://localhost/socket/websocket?keep=" + Secrets.QUERY)
                .param("user", Secrets.PARAM)
                .header("X-Secret", Secrets.HEADER)
                .authToken(Secrets.TOKEN)
                .credentialsTimeout(Duration.ofMillis(500))
                .connectTimeout(seconds(random, 1, 4))
                .joinTimeout(joinTimeout)
                .leaveTimeout(leaveTimeout(seconds(random, 1, 3), joinTimeout))
                .requestTimeout(seconds(random, 1, 3))
                .closeTimeout(Duration.ofMillis(500))
                .heartbeatInterval(seconds(random, 1, 10))
                .heartbeatTimeout(seconds(random, 1, 4))
                .reconnectBackoff(backoff(random))
                .rejoinBackoff(backoff(random))
                .stablePeriod(seconds(random, 1, 10))
                .retryAfterLimit(seconds(random, 5, 10))
                .maxOutboundFrames(random.pick(List.of(2, 16, 4096)))
                .maxPending(random.pick(List.of(2, 8, 1024)))
                .slowReconnectBackoff(Backoff.jittered(List.of(Duration.ofSeconds(3), Duration.ofSeconds(6))))
                .reconnectPolicy(SimulatedPolicy.of(random));
    }

    /**
     * Returns a join timeout. In some runs this timeout is so long that the leave of a topic times out before the join
     * of the topic.
     */
    private static Duration joinTimeout(SeededRandom random) {
        return random.oneIn(6) ? seconds(random, 5, 12) : seconds(random, 1, 3);
    }

    /**
     * Returns a short leave timeout if the join timeout is long. The leave of a topic then often times out before its
     * join.
     */
    private static Duration leaveTimeout(Duration usual, Duration joinTimeout) {
        return joinTimeout.toSeconds() > 3 ? Duration.ofMillis(250) : usual;
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
