package dev.slipstream.system.simulation;

import dev.slipstream.core.AssignKey;
import dev.slipstream.core.Configuration;
import dev.slipstream.core.ConnectionStatus;
import dev.slipstream.core.JoinOptions;
import dev.slipstream.core.JoinParams;
import dev.slipstream.core.JoinStatus;
import dev.slipstream.core.PushBuffer;
import dev.slipstream.core.Socket;
import dev.slipstream.core.state.LiveSocket;
import dev.slipstream.simulation.SeededRandom;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Consumer;

/** Adds random operations to the socket of a callback. */
final class Operations {

    /** The assign that holds the number of operations added so far. The next callback checks the number. */
    static final AssignKey<Integer> COUNT = AssignKey.of("count", 0);

    /** A message that the client sends to itself, at once or by a timer. */
    record Note(String kind, int number) {}

    /** The tag of a request. */
    record Tag(int number) {}

    private static final List<String> TOPICS = List.of("rooms:a", "rooms:b", "rooms:c", "rooms:d");
    private static final List<String> EVENTS =
            List.of("echo", "echo", "echo", "talk", "talk", "shout", "bytes", "fail", "odd", "late", "late", "never");
    private static final List<String> FAULTLESS_EVENTS = List.of("echo", "talk", "shout", "bytes");
    private static final List<String> CLOSING_EVENTS = List.of("stop", "crash");
    private static final List<String> KEYS = List.of("tick", "tock", "beat");
    private static final String TOO_LONG = "e".repeat(256);

    private final RandomActions actions;
    private final Configuration configuration;
    private final JoinParams params;
    private final boolean withFaults;
    private final Consumer<AppFault> appFaults;
    private int lastNumber;

    /**
     * Creates the operations of a run.
     *
     * @param params supplies the params of some joins
     * @param withFaults whether some operations cause faults
     */
    Operations(
            RandomActions actions,
            Configuration configuration,
            JoinParams params,
            boolean withFaults,
            Consumer<AppFault> appFaults) {
        this.actions = actions;
        this.configuration = configuration;
        this.params = params;
        this.withFaults = withFaults;
        this.appFaults = appFaults;
    }

    /** Returns a number that was not returned before. */
    int number() {
        return ++lastNumber;
    }

    /** Returns a topic. In a few cases the server has no channel for the topic. */
    String topic(SeededRandom random) {
        return withFaults && random.oneIn(25) ? "nowhere" : random.pick(TOPICS);
    }

    /** Returns the event of a push. A few events close the channel. */
    String event(SeededRandom random) {
        if (!withFaults) {
            return random.pick(FAULTLESS_EVENTS);
        }
        return random.oneIn(30) ? random.pick(CLOSING_EVENTS) : random.pick(EVENTS);
    }

    Object payload(int id, SeededRandom random) {
        return random.oneIn(6) ? ByteBuffer.allocate(4).putInt(id).array() : Secrets.payload("id", id);
    }

    Socket writeRandom(Socket socket, int count) {
        Socket next = socket;
        for (int i = count; i > 0; i--) {
            SeededRandom random = actions.next(RandomActions.Kind.OPERATION);
            if (actions.isIncluded(RandomActions.Kind.OPERATION)) {
                next = writeOne(next, random).update(COUNT, many -> many + 1);
            }
        }
        return next;
    }

    private Socket writeOne(Socket socket, SeededRandom random) {
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
            appFaults.accept(AppFault.JOINED_TWICE);
        }
        return switch (random.below(6)) {
            case 0, 1 ->
                socket.joinWith(
                        topic,
                        JoinOptions.builder()
                                .params(Secrets.payload("id", number()))
                                .buffer(PushBuffer.of(random.between(1, 4)))
                                .build());
            case 2 ->
                withFaults
                        ? socket.joinWith(
                                topic,
                                JoinOptions.builder().paramsSupplier(params).build())
                        : socket.join(topic);
            default -> socket.join(topic, Secrets.payload("id", number()));
        };
    }

    private Socket rejoin(Socket socket, String topic, SeededRandom random) {
        return random.oneIn(2) ? socket.rejoin(topic) : socket.rejoin(topic, Secrets.payload("id", number()));
    }

    private Socket push(Socket socket, String topic, SeededRandom random) {
        int id = number();
        if (withFaults && random.oneIn(25)) {
            appFaults.accept(AppFault.NAME_TOO_LONG);
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
            appFaults.accept(AppFault.CONNECTED_TWICE);
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
        if (withFaults && random.oneIn(60)) {
            appFaults.accept(AppFault.NAME_TOO_LONG);
            event = TOO_LONG;
            payload = ByteBuffer.allocate(4).putInt(id).array();
        }
        return random.oneIn(3)
                ? socket.request(topic, event, payload, new Tag(id), CallbackTime.millis(50, 3000, random))
                : socket.request(topic, event, payload, new Tag(id));
    }
}
