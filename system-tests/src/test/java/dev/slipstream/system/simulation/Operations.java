package dev.slipstream.system.simulation;

import dev.slipstream.core.AssignKey;
import dev.slipstream.core.Configuration;
import dev.slipstream.core.ConnectionStatus;
import dev.slipstream.core.JoinParams;
import dev.slipstream.core.JoinStatus;
import dev.slipstream.core.PushBuffer;
import dev.slipstream.core.Socket;
import dev.slipstream.core.state.LiveSocket;
import dev.slipstream.simulation.SeededRandom;
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
    String topic(SeededRandom random) {
        return troubled && random.oneIn(25) ? "nowhere" : random.pick(TOPICS);
    }

    /** An event of a push; a few of them end the channel. */
    String event(SeededRandom random) {
        if (!troubled) {
            return random.pick(FAIR);
        }
        return random.oneIn(30) ? random.pick(ENDS) : random.pick(EVENTS);
    }

    Object payload(int id, SeededRandom random) {
        return random.oneIn(6) ? ByteBuffer.allocate(4).putInt(id).array() : Secrets.payload("id", id);
    }

    Socket several(Socket socket, int count) {
        Socket next = socket;
        for (int i = count; i > 0; i--) {
            SeededRandom random = chances.next(Chances.Kind.OPERATION);
            if (chances.keeps(Chances.Kind.OPERATION)) {
                next = one(next, random).update(COUNT, many -> many + 1);
            }
        }
        return next;
    }

    private Socket one(Socket socket, SeededRandom random) {
        String topic = topic(random);
        boolean known = socket.status(topic) != JoinStatus.NONE;
        return switch (random.below(33)) {
            case 0, 1, 2, 3, 4 -> join(socket, topic, random);
            case 5, 6 -> socket.leave(topic);
            case 7 -> known ? rejoin(socket, topic, random) : socket;
            case 8, 9, 10 -> known ? push(socket, topic, random) : join(socket, topic, random);
            case 11, 12, 13, 14, 15, 16 -> known ? request(socket, topic, random) : join(socket, topic, random);
            case 17 -> socket.send(new Note("sent", number()));
            case 18 -> socket.then(new Note("next", number()));
            case 19, 20 ->
                socket.sendAfter(random.pick(KEYS), CallbackTime.millis(0, 2000, random), new Note("after", number()));
            case 21 ->
                socket.sendEvery(random.pick(KEYS), CallbackTime.millis(10, 1000, random), new Note("every", number()));
            case 22, 23 -> socket.cancel(random.pick(KEYS));
            case 24, 25 -> socket.idleAfter(CallbackTime.millis(50, 1000, random), new Note("idle", number()));
            case 26 -> socket.collectGarbage();
            case 27 ->
                LiveSocket.from(socket).state().connectionStatus() == ConnectionStatus.CONNECTING || random.oneIn(3)
                        ? socket.disconnect()
                        : socket;
            case 28, 29 -> connect(socket, random);
            case 30 -> socket.heartbeat();
            case 31 -> socket.configuration().isPresent() && random.oneIn(2) ? socket.reconnectNow() : socket;
            default ->
                LiveSocket.from(socket).state().connectionStatus() == ConnectionStatus.DISCONNECTED
                                && socket.configuration().isPresent()
                        ? socket.reconnect()
                        : socket;
        };
    }

    Socket join(Socket socket, String topic, SeededRandom random) {
        JoinStatus status = socket.status(topic);
        if (status == JoinStatus.REQUESTED || status == JoinStatus.JOINED) {
            troubles.accept(Trouble.JOINED_TWICE);
        }
        return switch (random.below(6)) {
            case 0, 1 -> socket.join(topic, Secrets.payload("id", number()), PushBuffer.of(random.between(1, 4)));
            case 2 -> troubled ? socket.join(topic, params) : socket.join(topic);
            default -> socket.join(topic, Secrets.payload("id", number()));
        };
    }

    private Socket rejoin(Socket socket, String topic, SeededRandom random) {
        return random.oneIn(2) ? socket.rejoin(topic) : socket.rejoin(topic, Secrets.payload("id", number()));
    }

    private Socket push(Socket socket, String topic, SeededRandom random) {
        int id = number();
        if (troubled && random.oneIn(25)) {
            troubles.accept(Trouble.NAME_TOO_LONG);
            return socket.push(
                    topic, TOO_LONG, ByteBuffer.allocate(4).putInt(id).array());
        }
        return socket.push(topic, event(random), payload(id, random));
    }

    Socket connect(Socket socket, SeededRandom random) {
        return switch (LiveSocket.from(socket).state().connectionStatus()) {
            case DISCONNECTED, DISCONNECTING -> socket.connect(configuration);
            case CONNECTING -> random.oneIn(5) ? socket.connect(configuration) : socket;
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

    private Socket request(Socket socket, String topic, SeededRandom random) {
        int id = number();
        String event = event(random);
        Object payload = payload(id, random);
        if (troubled && random.oneIn(60)) {
            troubles.accept(Trouble.NAME_TOO_LONG);
            event = TOO_LONG;
            payload = ByteBuffer.allocate(4).putInt(id).array();
        }
        return random.oneIn(3)
                ? socket.request(topic, event, payload, new Tag(id), CallbackTime.millis(50, 3000, random))
                : socket.request(topic, event, payload, new Tag(id));
    }
}
