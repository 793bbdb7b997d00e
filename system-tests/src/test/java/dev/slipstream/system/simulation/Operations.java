package dev.slipstream.system.simulation;

import dev.slipstream.core.AssignKey;
import dev.slipstream.core.Buffer;
import dev.slipstream.core.Configuration;
import dev.slipstream.core.Facts;
import dev.slipstream.core.JoinParams;
import dev.slipstream.core.JoinStatus;
import dev.slipstream.core.Socket;
import dev.slipstream.testkit.simulation.Dice;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Consumer;

/** What callbacks of the workload do with their socket: one operation after the other, as the dice say. */
final class Operations {

    /** How many operations were written; it is assigned on the socket and checked at the next callback. */
    static final AssignKey<Integer> COUNT = AssignKey.of("count", 0);

    /** A message that a timer, or the client itself, sends to it. */
    record Note(String kind, int number) {}

    /** What a request comes back with. */
    record Tag(int number) {}

    private static final List<String> TOPICS = List.of("rooms:a", "rooms:b", "rooms:c", "rooms:d");
    private static final List<String> EVENTS =
            List.of("echo", "echo", "echo", "talk", "talk", "shout", "bytes", "fail", "odd", "late", "late", "never");
    private static final List<String> FAIR = List.of("echo", "talk", "shout", "bytes");
    private static final List<String> ENDS = List.of("stop", "crash");
    private static final List<String> KEYS = List.of("tick", "tock", "beat");
    private static final String TOO_LONG = "e".repeat(256);

    private final Chances chances;
    private final Configuration configuration;
    private final JoinParams params;
    private final boolean troubled;
    private final Consumer<Trouble> troubles;
    private int numbers;

    /**
     * Makes the operations of a run.
     *
     * @param params is asked for those of some joins
     * @param troubled whether they may ask for what goes wrong
     */
    Operations(
            Chances chances,
            Configuration configuration,
            JoinParams params,
            boolean troubled,
            Consumer<Trouble> troubles) {
        this.chances = chances;
        this.configuration = configuration;
        this.params = params;
        this.troubled = troubled;
        this.troubles = troubles;
    }

    /** One more number, never given before. */
    int number() {
        return ++numbers;
    }

    /** One of the topics; one of them has no channel on the server. */
    String topic(Dice dice) {
        return troubled && dice.oneIn(25) ? "nowhere" : dice.pick(TOPICS);
    }

    /** An event of a push; a few of them end the channel. */
    String event(Dice dice) {
        if (!troubled) {
            return dice.pick(FAIR);
        }
        return dice.oneIn(30) ? dice.pick(ENDS) : dice.pick(EVENTS);
    }

    Object payload(int id, Dice dice) {
        return dice.oneIn(6) ? ByteBuffer.allocate(4).putInt(id).array() : Secrets.payload("id", id);
    }

    Socket several(Socket socket, int count) {
        Socket next = socket;
        for (int i = count; i > 0; i--) {
            Dice dice = chances.next(Chances.Kind.OPERATION);
            if (chances.keeps(Chances.Kind.OPERATION)) {
                next = one(next, dice).update(COUNT, many -> many + 1);
            }
        }
        return next;
    }

    private Socket one(Socket socket, Dice dice) {
        String topic = topic(dice);
        boolean known = socket.status(topic) != JoinStatus.NONE;
        return switch (dice.below(33)) {
            case 0, 1, 2, 3, 4 -> join(socket, topic, dice);
            case 5, 6 -> socket.leave(topic);
            case 7 -> known ? rejoin(socket, topic, dice) : socket;
            case 8, 9, 10 -> known ? push(socket, topic, dice) : join(socket, topic, dice);
            case 11, 12, 13, 14, 15, 16 -> known ? request(socket, topic, dice) : join(socket, topic, dice);
            case 17 -> socket.send(new Note("sent", number()));
            case 18 -> socket.then(new Note("next", number()));
            case 19, 20 -> socket.sendAfter(dice.pick(KEYS), Turns.millis(0, 2000, dice), new Note("after", number()));
            case 21 -> socket.sendEvery(dice.pick(KEYS), Turns.millis(10, 1000, dice), new Note("every", number()));
            case 22, 23 -> socket.cancel(dice.pick(KEYS));
            case 24, 25 -> socket.idleAfter(Turns.millis(50, 1000, dice), new Note("idle", number()));
            case 26 -> socket.collectGarbage();
            case 27 -> socket.facts().link() == Facts.Link.CONNECTING || dice.oneIn(3) ? socket.disconnect() : socket;
            case 28, 29 -> connect(socket, dice);
            case 30 -> socket.heartbeat();
            case 31 -> socket.configuration().isPresent() && dice.oneIn(2) ? socket.reconnectNow() : socket;
            default ->
                socket.facts().link() == Facts.Link.APART
                                && socket.configuration().isPresent()
                        ? socket.reconnect()
                        : socket;
        };
    }

    Socket join(Socket socket, String topic, Dice dice) {
        JoinStatus status = socket.status(topic);
        if (status == JoinStatus.REQUESTED || status == JoinStatus.JOINED) {
            troubles.accept(Trouble.JOINED_TWICE);
        }
        return switch (dice.below(6)) {
            case 0, 1 -> socket.join(topic, Secrets.payload("id", number()), Buffer.of(dice.between(1, 4)));
            case 2 -> troubled ? socket.join(topic, params) : socket.join(topic);
            default -> socket.join(topic, Secrets.payload("id", number()));
        };
    }

    private Socket rejoin(Socket socket, String topic, Dice dice) {
        return dice.oneIn(2) ? socket.rejoin(topic) : socket.rejoin(topic, Secrets.payload("id", number()));
    }

    private Socket push(Socket socket, String topic, Dice dice) {
        int id = number();
        if (troubled && dice.oneIn(25)) {
            troubles.accept(Trouble.NAME_TOO_LONG);
            return socket.push(
                    topic, TOO_LONG, ByteBuffer.allocate(4).putInt(id).array());
        }
        return socket.push(topic, event(dice), payload(id, dice));
    }

    Socket connect(Socket socket, Dice dice) {
        return switch (socket.facts().link()) {
            case APART, CLOSING -> socket.connect(configuration);
            case CONNECTING -> dice.oneIn(5) ? socket.connect(configuration) : socket;
            case CONNECTED -> connectAgain(socket);
        };
    }

    private Socket connectAgain(Socket socket) {
        try {
            Socket again = socket.connect(configuration);
            throw new AssertionError("connected while connected: " + again);
        } catch (IllegalStateException refused) {
            troubles.accept(Trouble.CONNECTED_TWICE);
            return socket;
        }
    }

    Socket withoutTimers(Socket socket) {
        return socket.fold(KEYS, (key, next) -> next.cancel(key));
    }

    private Socket request(Socket socket, String topic, Dice dice) {
        int id = number();
        String event = event(dice);
        Object payload = payload(id, dice);
        if (troubled && dice.oneIn(60)) {
            troubles.accept(Trouble.NAME_TOO_LONG);
            event = TOO_LONG;
            payload = ByteBuffer.allocate(4).putInt(id).array();
        }
        return dice.oneIn(3)
                ? socket.request(topic, event, payload, new Tag(id), Turns.millis(50, 3000, dice))
                : socket.request(topic, event, payload, new Tag(id));
    }
}
