package dev.slipstream.system.simulation;

import dev.slipstream.simulation.Fault;
import dev.slipstream.simulation.SeededRandom;
import dev.slipstream.simulation.Simulation;
import dev.slipstream.testkit.phoenix.PhoenixInput;
import java.time.Duration;
import java.util.List;

/** Injects random faults during the fault phase. */
final class Chaos {

    private static final List<Fault> HANDSHAKE = List.of(
            Fault.HOST_UNRESOLVED,
            Fault.CONNECTION_REFUSED,
            Fault.PROXY_FAILED,
            Fault.HANDSHAKE_SILENT,
            Fault.HANDSHAKE_OVERDUE,
            Fault.HANDSHAKE_SLOW,
            Fault.HANDSHAKE_CUT,
            Fault.HANDSHAKE_INVALID,
            Fault.HANDSHAKE_REDIRECTED,
            Fault.HANDSHAKE_NOT_FOUND,
            Fault.HANDSHAKE_CRASHED,
            Fault.HANDSHAKE_UNAVAILABLE,
            Fault.OPEN_THREW);
    private static final List<Fault> REFUSALS = List.of(
            Fault.TLS_FAILED, Fault.PLAINTEXT_RECEIVED, Fault.HANDSHAKE_FORBIDDEN, Fault.HANDSHAKE_UNAUTHORIZED);
    private static final List<Fault> LASTING = List.of(
            Fault.SERVER_FROZEN,
            Fault.WRITES_STALLED,
            Fault.LATENCY,
            Fault.HALF_OPEN,
            Fault.DRIPPING,
            Fault.HEARTBEAT_MISTAKEN);
    private static final List<Fault> ENDING = List.of(
            Fault.CUT,
            Fault.RESET,
            Fault.CUT_IN_BURST,
            Fault.CLOSED_NORMALLY,
            Fault.CLOSED_WITHOUT_CODE,
            Fault.CLOSED_BY_APP,
            Fault.CLOSED_BY_CRASH,
            Fault.DRAINED,
            Fault.DISCONNECTED,
            Fault.FLAPPING,
            Fault.CLOSE_UNANSWERED,
            Fault.FRAME_INVALID,
            Fault.MESSAGE_TOO_LARGE,
            Fault.TRANSPORT_THREW);
    private static final List<Fault> MALFORMED = List.of(
            Fault.MALFORMED_FRAME,
            Fault.EXTRA_PARTS,
            Fault.UNKNOWN_TOPIC,
            Fault.WRONG_TOPIC,
            Fault.STALE_JOIN,
            Fault.STALE_JOIN,
            Fault.DUPLICATE_REPLY,
            Fault.UNKNOWN_REPLY,
            Fault.REPLY_WITHOUT_STATUS,
            Fault.REPLY_WITHOUT_STATUS,
            Fault.END_REPEATED,
            Fault.END_BEFORE_ANSWER,
            Fault.END_BEFORE_ANSWER,
            Fault.PINGED,
            Fault.PONGED,
            Fault.BURST,
            Fault.BURST,
            Fault.BURST);
    private static final List<String> TOPICS = List.of("rooms:a", "rooms:b", "rooms:c", "rooms:d");

    private final Simulation simulation;
    private final RandomActions actions;

    Chaos(Simulation simulation, RandomActions actions) {
        this.simulation = simulation;
        this.actions = actions;
    }

    /** Injects no fault, one fault or several faults, and returns the time until the next call. */
    Duration injectFault() {
        SeededRandom random = actions.next(RandomActions.Kind.STRIKE);
        if (actions.isIncluded(RandomActions.Kind.STRIKE)) {
            injectFault(random);
        }
        return random.between(Duration.ofMillis(100), Duration.ofMillis(4000));
    }

    private void injectFault(SeededRandom random) {
        switch (random.below(20)) {
            case 0, 1, 2, 3 -> {
                inject(random.pick(HANDSHAKE));
                if (random.percent(70)) {
                    inject(random.pick(ENDING));
                }
            }
            case 4 -> refuseForAWhile(random);
            case 5, 6, 7, 8 -> inject(random.pick(ENDING));
            case 9, 10 -> inject(random.pick(LASTING));
            case 11, 12, 13, 14 -> inject(random.pick(MALFORMED));
            case 15 -> send(AppFault.CHANNEL_CRASHED, random);
            case 16 -> send(AppFault.CHANNEL_STOPPED, random);
            case 17 -> {
                if (random.oneIn(4)) {
                    inject(Fault.PROCESS_FROZEN);
                }
            }
            case 18 -> {
                for (int i = 0; i < 12; i++) {
                    inject(Fault.MALFORMED_FRAME);
                }
            }
            default -> send("say something", random);
        }
    }

    /** Makes one or several attempts fail: the server refuses them, or TLS fails. */
    private void refuseForAWhile(SeededRandom random) {
        Fault refusal = random.pick(REFUSALS);
        for (int attempts = random.between(1, 5); attempts > 0; attempts--) {
            inject(random.oneIn(10) ? random.pick(REFUSALS) : refusal);
        }
        inject(random.pick(ENDING));
    }

    private void inject(Fault fault) {
        simulation.network().inject(fault);
    }

    private void send(Object message, SeededRandom random) {
        simulation.network().tell(new PhoenixInput.Tell(random.pick(TOPICS), message));
    }
}
