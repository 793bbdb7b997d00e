package dev.slipstream.simulation;

import dev.slipstream.core.DisconnectReason;
import dev.slipstream.core.Failure;
import dev.slipstream.simulation.SeededTime.Kind;
import dev.slipstream.testkit.phoenix.PhoenixInput;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Consumer;

/** Injects faults of an open connection: the connection ends, frames are held back, or the library fails. */
final class LinkFaults {

    private static final int NORMAL = 1000;
    private static final int GOING_AWAY = 1001;
    private static final int WITHOUT_CODE = 1005;
    private static final int SERVICE_RESTART = 1012;

    private final Network network;
    private final SeededTime time;
    private final SeededRandom random;
    private final Map<Fault, Consumer<Link>> atOnce = new EnumMap<>(Fault.class);
    private final Map<Fault, Consumer<Link>> later = new EnumMap<>(Fault.class);
    private int flaps;

    LinkFaults(Network network, SeededTime time, SeededRandom random) {
        this.network = network;
        this.time = time;
        this.random = random;
        atOnce.put(Fault.CUT, link -> end(link, lost("TCP ended")));
        atOnce.put(Fault.RESET, link -> link.cut(lost("connection reset")));
        atOnce.put(Fault.HALF_OPEN, Link::fallSilent);
        atOnce.put(Fault.DRIPPING, link -> link.holdDown(seconds(10, 60)));
        atOnce.put(Fault.SERVER_FROZEN, link -> {
            Duration span = seconds(1, 20);
            link.holdUp(span);
            link.holdDown(span);
        });
        atOnce.put(Fault.WRITES_STALLED, link -> link.holdUp(seconds(1, 20)));
        atOnce.put(Fault.LATENCY, link -> network.spike(Duration.ofSeconds(1), seconds(1, 5)));
        atOnce.put(Fault.CLOSED_NORMALLY, link -> end(link, closed(NORMAL)));
        atOnce.put(Fault.CLOSED_WITHOUT_CODE, link -> end(link, closed(WITHOUT_CODE)));
        atOnce.put(Fault.CLOSED_BY_APP, link -> end(link, closed(4000 + random.below(1000))));
        atOnce.put(Fault.CLOSED_BY_CRASH, link -> network.server().accept(new PhoenixInput.Garbled(link.number())));
        atOnce.put(Fault.DRAINED, link -> network.server().accept(new PhoenixInput.Drain()));
        atOnce.put(Fault.DISCONNECTED, link -> end(link, closed(GOING_AWAY)));
        atOnce.put(Fault.FRAME_INVALID, link -> {
            Failure failure = random.oneIn(3)
                    ? new Failure.ProtocolViolated(1007, "no UTF-8")
                    : new Failure.ProtocolViolated(1002, "a masked frame");
            end(link, new DisconnectReason.Failed(failure));
        });
        atOnce.put(
                Fault.MESSAGE_TOO_LARGE,
                link -> end(
                        link,
                        new DisconnectReason.Failed(
                                new Failure.MessageTooLarge(link.handshake().maxMessageBytes()))));
        later.put(Fault.CLOSE_UNANSWERED, Link::leaveCloseUnanswered);
        later.put(Fault.TRANSPORT_THREW, Link::failNextCall);
        later.put(Fault.FLAPPING, link -> {
            flaps = random.between(2, 4);
            opened(link);
        });
    }

    /** Whether this class injects the fault. */
    boolean knows(Fault fault) {
        return atOnce.containsKey(fault) || later.containsKey(fault);
    }

    void strike(Fault fault, Link link) {
        Consumer<Link> now = atOnce.get(fault);
        if (now != null) {
            now.accept(link);
            network.struck(fault, link);
        } else {
            later.getOrDefault(fault, none -> {}).accept(link);
        }
    }

    /** Ends a new connection within a second if {@link Fault#FLAPPING} is in effect. */
    void opened(Link link) {
        if (flaps > 0) {
            flaps--;
            time.after(random.between(Duration.ZERO, Duration.ofSeconds(1)), Kind.NETWORK, () -> {
                if (link.isOpen()) {
                    network.struck(Fault.FLAPPING, link);
                    end(link, random.oneIn(2) ? closed(SERVICE_RESTART) : lost("TCP ended"));
                }
            });
        }
    }

    void heal() {
        flaps = 0;
    }

    private void end(Link link, DisconnectReason reason) {
        network.gone(link);
        link.endDown(reason);
    }

    private Duration seconds(int least, int most) {
        return random.between(Duration.ofSeconds(least), Duration.ofSeconds(most));
    }

    private static DisconnectReason closed(int code) {
        return new DisconnectReason.Closed(code, "");
    }

    private static DisconnectReason lost(String detail) {
        return new DisconnectReason.Failed(new Failure.ConnectionLost(detail));
    }
}
