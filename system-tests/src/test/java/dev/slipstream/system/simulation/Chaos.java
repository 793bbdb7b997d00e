package dev.slipstream.system.simulation;

import dev.slipstream.testkit.phoenix.PhoenixInput;
import dev.slipstream.testkit.simulation.Dice;
import dev.slipstream.testkit.simulation.Fault;
import dev.slipstream.testkit.simulation.Simulation;
import java.time.Duration;
import java.util.List;

/** Lets things go wrong at random, for as long as the fault phase lasts. */
final class Chaos {

    private static final List<Fault> AHEAD = List.of(
            Fault.HOST_UNRESOLVED,
            Fault.CONNECTION_REFUSED,
            Fault.HANDSHAKE_SILENT,
            Fault.HANDSHAKE_OVERDUE,
            Fault.HANDSHAKE_SLOW,
            Fault.HANDSHAKE_CUT,
            Fault.HANDSHAKE_INVALID,
            Fault.HANDSHAKE_NOT_FOUND,
            Fault.HANDSHAKE_UNAVAILABLE);
    private static final List<Fault> TERMINAL = List.of(Fault.TLS_FAILED, Fault.HANDSHAKE_FORBIDDEN);
    private static final List<Fault> LASTING =
            List.of(Fault.SERVER_FROZEN, Fault.WRITES_STALLED, Fault.LATENCY, Fault.HALF_OPEN);
    private static final List<Fault> ENDING = List.of(
            Fault.CUT,
            Fault.RESET,
            Fault.CUT_IN_BURST,
            Fault.CLOSED_NORMALLY,
            Fault.CLOSED_BY_APP,
            Fault.CLOSED_BY_CRASH,
            Fault.DRAINED,
            Fault.DISCONNECTED);
    private static final List<Fault> BROKEN = List.of(
            Fault.MALFORMED_FRAME,
            Fault.UNKNOWN_TOPIC,
            Fault.STALE_JOIN,
            Fault.DUPLICATE_REPLY,
            Fault.UNKNOWN_REPLY,
            Fault.BURST,
            Fault.BURST);
    private static final List<String> ROOMS = List.of("rooms:a", "rooms:b", "rooms:c", "rooms:d");

    private final Simulation simulation;
    private final Dice dice;

    Chaos(Simulation simulation, Dice dice) {
        this.simulation = simulation;
        this.dice = dice;
    }

    /** One thing goes wrong. */
    void strike() {
        switch (dice.below(20)) {
            case 0, 1, 2 -> {
                inject(dice.pick(AHEAD));
                if (dice.oneIn(2)) {
                    inject(dice.pick(ENDING));
                }
            }
            case 3 -> {
                if (dice.oneIn(3)) {
                    inject(dice.pick(TERMINAL));
                }
            }
            case 4, 5, 6, 7 -> inject(dice.pick(ENDING));
            case 8, 9 -> inject(dice.pick(LASTING));
            case 10, 11, 12, 13, 14 -> inject(dice.pick(BROKEN));
            case 15 -> tell(Trouble.CHANNEL_CRASHED);
            case 16 -> tell(Trouble.CHANNEL_STOPPED);
            case 17 -> {
                if (dice.oneIn(4)) {
                    inject(Fault.PROCESS_FROZEN);
                }
            }
            case 18 -> {
                for (int i = 0; i < 12; i++) {
                    inject(Fault.MALFORMED_FRAME);
                }
            }
            default -> tell("say something");
        }
    }

    /** When the next thing goes wrong. */
    Duration pause() {
        return dice.between(Duration.ofMillis(100), Duration.ofMillis(4000));
    }

    private void inject(Fault fault) {
        simulation.network().inject(fault);
    }

    private void tell(Object message) {
        simulation.network().tell(new PhoenixInput.Tell(dice.pick(ROOMS), message));
    }
}
