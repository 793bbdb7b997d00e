package dev.slipstream.system.simulation;

import dev.slipstream.RestartPolicy;
import dev.slipstream.core.Backoff;
import dev.slipstream.core.Configuration;
import dev.slipstream.core.ReconnectPolicy;
import dev.slipstream.simulation.SeededRandom;
import dev.slipstream.simulation.Simulation;
import java.time.Duration;
import java.util.List;

/**
 * The settings of a run of a program with channel handles, derived from its seed.
 *
 * @param faults whether the network and the server fail at random
 * @param closesEarly whether the socket is closed during the fault phase
 * @param closesInHandler whether a handler closes the socket
 * @param mailboxBound how many messages of user code the mailbox holds
 * @param restarts whether the client fails at random and is started again
 * @param stopsNormally whether the run ends with a normal stop of the client; otherwise it closes the socket
 */
record ChannelRunPlan(
        Simulation.Settings settings,
        boolean faults,
        boolean closesEarly,
        boolean closesInHandler,
        Duration faultPhase,
        int mailboxBound,
        boolean restarts,
        boolean stopsNormally,
        Configuration configuration) {

    /** Restarts the client after each failure. The program causes fewer failures per second than this policy allows. */
    static final RestartPolicy RESTARTS = RestartPolicy.TRANSIENT.atMost(1000, Duration.ofSeconds(1));

    static ChannelRunPlan of(long seed) {
        SeededRandom random = new SeededRandom(seed).of("plan of a program");
        SeededRandom ends = new SeededRandom(seed).of("ends of a program");
        return new ChannelRunPlan(
                random.oneIn(4) ? Simulation.Settings.CALM : Simulation.Settings.RACING,
                !random.oneIn(6),
                random.oneIn(6),
                random.oneIn(3),
                random.between(Duration.ofSeconds(2), Duration.ofSeconds(10)),
                random.pick(List.of(8, 64, 1024, 1024)),
                ends.oneIn(3),
                ends.oneIn(6),
                configuration(random));
    }

    /** Returns this plan with other settings of the simulation. */
    ChannelRunPlan with(Simulation.Settings others) {
        return new ChannelRunPlan(
                others,
                faults,
                closesEarly,
                closesInHandler,
                faultPhase,
                mailboxBound,
                restarts,
                stopsNormally,
                configuration);
    }

    private static Configuration configuration(SeededRandom random) {
        return Configuration.builder("ws://localhost/socket/websocket")
                .connectTimeout(seconds(random, 1, 4))
                .joinTimeout(seconds(random, 1, 3))
                .leaveTimeout(seconds(random, 1, 3))
                .requestTimeout(seconds(random, 1, 3))
                .closeTimeout(Duration.ofMillis(500))
                .heartbeatInterval(seconds(random, 1, 10))
                .heartbeatTimeout(seconds(random, 1, 4))
                .reconnectBackoff(backoff(random))
                .rejoinBackoff(backoff(random))
                .retryAfterLimit(seconds(random, 5, 10))
                .maxPending(random.pick(List.of(8, 1024)))
                .slowReconnectBackoff(Backoff.jittered(List.of(Duration.ofSeconds(3), Duration.ofSeconds(6))))
                .reconnectPolicy(random.oneIn(4) ? SimulatedPolicy.REJOINING : ReconnectPolicy.standard())
                .build();
    }

    private static Backoff backoff(SeededRandom random) {
        return random.oneIn(3)
                ? Backoff.standard()
                : Backoff.jittered(List.of(Duration.ofMillis(50), Duration.ofSeconds(1)));
    }

    private static Duration seconds(SeededRandom random, int least, int most) {
        return Duration.ofSeconds(random.between(least, most));
    }
}
