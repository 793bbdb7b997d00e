package dev.slipstream.testkit.simulation;

import dev.slipstream.core.DisconnectReason;
import dev.slipstream.core.Failure;
import dev.slipstream.core.serializer.Message;
import dev.slipstream.core.transport.Frame;
import dev.slipstream.testkit.phoenix.PhoenixInput;
import dev.slipstream.testkit.simulation.VirtualTime.Kind;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Lets things go wrong. */
final class Faults {

    private static final int REMEMBERED = 8;
    private static final List<Frame> GARBAGE = List.of(
            new Frame.Text(""),
            new Frame.Text("{"),
            new Frame.Text("null"),
            new Frame.Text("[]"),
            new Frame.Text("[null,null,\"rooms:a\",\"said\"]"),
            new Frame.Text("[1,2,3,4,{}]"),
            new Frame.Text("{\"topic\":\"rooms:a\"}"),
            new Frame.Binary(new byte[0]),
            new Frame.Binary(new byte[] {9, 1, 1, 1, 1}),
            new Frame.Binary(new byte[] {0, (byte) 200, 1, 1, 'a'}));

    private final Network network;
    private final VirtualTime time;
    private final Dice dice;
    private final Deque<Fault> ahead = new ArrayDeque<>();
    private final Deque<Message> replies = new ArrayDeque<>();
    private final Set<String> topics = new LinkedHashSet<>();
    private int connection;
    private int messages;

    Faults(Network network, VirtualTime time, Dice dice) {
        this.network = network;
        this.time = time;
        this.dice = dice;
    }

    /** Notes what the server said on a connection, to say it again. */
    void answered(int number, Message message) {
        if (number != connection) {
            connection = number;
            replies.clear();
            topics.clear();
        }
        if (message.isReply()) {
            topics.add(message.topic());
            replies.add(message);
            if (replies.size() > REMEMBERED) {
                replies.remove();
            }
        }
    }

    void heal() {
        ahead.clear();
    }

    /** Whether an attempt to connect meets a fault; if so that is all it meets. */
    boolean meets(Link link) {
        Fault fault = ahead.poll();
        if (fault == null) {
            return false;
        }
        Failure failure = switch (fault) {
            case HOST_UNRESOLVED ->
                new Failure.HostUnresolved(link.handshake().uri().getHost());
            case CONNECTION_REFUSED ->
                new Failure.ConnectionRefused(link.handshake().uri().getHost());
            case TLS_FAILED -> new Failure.TlsFailed("the certificate is not trusted");
            case HANDSHAKE_CUT -> new Failure.ConnectionLost("TCP ended before the answer");
            case HANDSHAKE_INVALID -> new Failure.HandshakeInvalid("wrong accept key");
            case HANDSHAKE_FORBIDDEN -> Failure.HandshakeRefused.of(403);
            case HANDSHAKE_NOT_FOUND -> Failure.HandshakeRefused.of(404);
            case HANDSHAKE_UNAVAILABLE -> new Failure.HandshakeRefused(503, Map.of("retry-after", List.of("7")), "");
            case HANDSHAKE_SILENT, HANDSHAKE_OVERDUE, HANDSHAKE_SLOW -> null;
            case CUT,
                    RESET,
                    CUT_IN_BURST,
                    HALF_OPEN,
                    SERVER_FROZEN,
                    WRITES_STALLED,
                    LATENCY,
                    CLOSED_NORMALLY,
                    CLOSED_BY_APP,
                    CLOSED_BY_CRASH,
                    DRAINED,
                    DISCONNECTED,
                    MALFORMED_FRAME,
                    UNKNOWN_TOPIC,
                    STALE_JOIN,
                    DUPLICATE_REPLY,
                    UNKNOWN_REPLY,
                    BURST,
                    PROCESS_FROZEN -> throw new IllegalStateException(fault + " is not met by an attempt to connect");
        };
        if (failure != null) {
            struck(fault, link);
            if (dice.oneIn(8)) {
                link.refuse(failure);
            } else {
                time.after(network.latency(), Kind.NETWORK, () -> link.refuse(failure));
            }
        } else if (fault == Fault.HANDSHAKE_SLOW) {
            struck(fault, link);
            network.answer(
                    link,
                    dice.between(
                            link.handshake().connectTimeout().dividedBy(3),
                            link.handshake().connectTimeout()));
        } else {
            struck(fault, link);
            if (fault == Fault.HANDSHAKE_OVERDUE) {
                link.missDeadline();
            }
        }
        return true;
    }

    boolean inject(Fault fault) {
        return switch (fault) {
            case HOST_UNRESOLVED,
                    CONNECTION_REFUSED,
                    TLS_FAILED,
                    HANDSHAKE_SILENT,
                    HANDSHAKE_OVERDUE,
                    HANDSHAKE_SLOW,
                    HANDSHAKE_CUT,
                    HANDSHAKE_INVALID,
                    HANDSHAKE_FORBIDDEN,
                    HANDSHAKE_NOT_FOUND,
                    HANDSHAKE_UNAVAILABLE -> ahead.add(fault);
            case PROCESS_FROZEN -> {
                network.saw(new Moment.Struck(fault, ""));
                time.freeze(dice.between(Duration.ofMinutes(1), Duration.ofMinutes(10)));
                yield true;
            }
            case CUT,
                    RESET,
                    CUT_IN_BURST,
                    HALF_OPEN,
                    SERVER_FROZEN,
                    WRITES_STALLED,
                    LATENCY,
                    CLOSED_NORMALLY,
                    CLOSED_BY_APP,
                    CLOSED_BY_CRASH,
                    DRAINED,
                    DISCONNECTED,
                    MALFORMED_FRAME,
                    UNKNOWN_TOPIC,
                    STALE_JOIN,
                    DUPLICATE_REPLY,
                    UNKNOWN_REPLY,
                    BURST -> {
                Link link = network.live();
                yield link != null && strike(fault, link);
            }
        };
    }

    private boolean strike(Fault fault, Link link) {
        switch (fault) {
            case CUT -> {
                network.gone(link);
                link.endDown(lost("TCP ended"));
            }
            case RESET -> link.cut(lost("connection reset"));
            case CUT_IN_BURST -> {
                if (!link.isBursting()) {
                    burst(link);
                }
                if (!link.isBursting()) {
                    return false;
                }
                link.cutInBurst(lost("TCP ended"));
            }
            case HALF_OPEN -> link.fallSilent();
            case SERVER_FROZEN -> link.hold(seconds(1, 20), true);
            case WRITES_STALLED -> link.hold(seconds(1, 20), false);
            case LATENCY -> network.spike(Duration.ofSeconds(1), seconds(1, 5));
            case CLOSED_NORMALLY -> close(link, 1000);
            case CLOSED_BY_APP -> close(link, 4000 + dice.below(1000));
            case CLOSED_BY_CRASH -> network.server().accept(new PhoenixInput.Garbled(link.number()));
            case DRAINED -> network.server().accept(new PhoenixInput.Drain());
            case DISCONNECTED -> close(link, 1001);
            case MALFORMED_FRAME -> link.sendDown(dice.pick(GARBAGE));
            case UNKNOWN_TOPIC -> link.sendDown(encoded(null, null, "never:joined", "said"));
            case STALE_JOIN -> {
                if (topics.isEmpty()) {
                    return false;
                }
                String event = dice.pick(List.of("said", "phx_close", "phx_error"));
                link.sendDown(encoded("99999", null, dice.pick(List.copyOf(topics)), event));
            }
            case DUPLICATE_REPLY -> {
                if (replies.isEmpty() || connection != link.number()) {
                    return false;
                }
                link.sendDown(network.encodeFromServer(dice.pick(List.copyOf(replies))));
            }
            case UNKNOWN_REPLY ->
                link.sendDown(network.encodeFromServer(Message.reply(
                        null,
                        "99999",
                        topics.isEmpty() ? "rooms:a" : dice.pick(List.copyOf(topics)),
                        "ok",
                        network.serializer().encode(Map.of()))));
            case BURST -> {
                return burst(link);
            }
            case HOST_UNRESOLVED,
                    CONNECTION_REFUSED,
                    TLS_FAILED,
                    HANDSHAKE_SILENT,
                    HANDSHAKE_OVERDUE,
                    HANDSHAKE_SLOW,
                    HANDSHAKE_CUT,
                    HANDSHAKE_INVALID,
                    HANDSHAKE_FORBIDDEN,
                    HANDSHAKE_NOT_FOUND,
                    HANDSHAKE_UNAVAILABLE,
                    PROCESS_FROZEN -> throw new IllegalStateException(fault + " needs no connection");
        }
        struck(fault, link);
        return true;
    }

    private boolean burst(Link link) {
        if (topics.isEmpty() || connection != link.number()) {
            return false;
        }
        String topic = dice.pick(List.copyOf(topics));
        int count = dice.between(10, 60);
        for (int i = 0; i < count; i++) {
            network.server()
                    .accept(new PhoenixInput.Broadcast(
                            topic, "said", network.serializer().encode(Map.of("burst", ++messages))));
        }
        struck(Fault.BURST, link);
        return true;
    }

    private void close(Link link, int code) {
        network.gone(link);
        link.endDown(new DisconnectReason.Closed(code, ""));
    }

    private Frame encoded(@Nullable String joinRef, @Nullable String ref, String topic, String event) {
        return network.encodeFromServer(
                Message.of(joinRef, ref, topic, event, network.serializer().encode(Map.of("forged", ++messages))));
    }

    private Duration seconds(int least, int most) {
        return dice.between(Duration.ofSeconds(least), Duration.ofSeconds(most));
    }

    private static DisconnectReason lost(String detail) {
        return new DisconnectReason.Failed(new Failure.ConnectionLost(detail));
    }

    private void struck(Fault fault, Link link) {
        network.saw(new Moment.Struck(fault, "connection " + link.number()));
    }
}
