package dev.slipstream.system.simulation;

import dev.slipstream.core.AssignKey;
import dev.slipstream.core.Buffer;
import dev.slipstream.core.Configuration;
import dev.slipstream.core.Facts;
import dev.slipstream.core.JoinStatus;
import dev.slipstream.core.Socket;
import dev.slipstream.testkit.simulation.Dice;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;

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

    private final Dice dice;
    private final Configuration configuration;
    private final boolean troubled;
    private int numbers;

    Operations(Dice dice, Configuration configuration, boolean troubled) {
        this.troubled = troubled;
        this.dice = dice;
        this.configuration = configuration;
    }

    /** One more number, never given before. */
    int number() {
        return ++numbers;
    }

    /** One of the topics; one of them has no channel on the server. */
    String topic() {
        return troubled && dice.oneIn(25) ? "nowhere" : dice.pick(TOPICS);
    }

    /** A topic that a push may be made on, or one that was never joined. */
    String event() {
        if (!troubled) {
            return dice.pick(FAIR);
        }
        return dice.oneIn(30) ? dice.pick(ENDS) : dice.pick(EVENTS);
    }

    Object payload(int id) {
        return dice.oneIn(6) ? ByteBuffer.allocate(4).putInt(id).array() : Map.of("id", id);
    }

    Socket several(Socket socket, int most) {
        Socket next = socket;
        for (int i = dice.below(most + 1); i > 0; i--) {
            next = one(next).update(COUNT, count -> count + 1);
        }
        return next;
    }

    private Socket one(Socket socket) {
        String topic = topic();
        boolean known = socket.status(topic) != JoinStatus.NONE;
        return switch (dice.below(30)) {
            case 0, 1, 2, 3, 4 -> join(socket, topic);
            case 5, 6 -> socket.leave(topic);
            case 7 -> known ? socket.rejoin(topic) : socket;
            case 8, 9, 10 -> known ? socket.push(topic, event(), payload(number())) : join(socket, topic);
            case 11, 12, 13, 14, 15, 16 -> known ? request(socket, topic) : join(socket, topic);
            case 17 -> socket.send(new Note("sent", number()));
            case 18 -> socket.then(new Note("next", number()));
            case 19, 20 -> socket.sendAfter(dice.pick(KEYS), millis(0, 2000), new Note("after", number()));
            case 21 -> socket.sendEvery(dice.pick(KEYS), millis(10, 1000), new Note("every", number()));
            case 22, 23 -> socket.cancel(dice.pick(KEYS));
            case 24 -> socket.idleAfter(millis(100, 2000), new Note("idle", number()));
            case 25 -> socket.collectGarbage();
            case 26 -> socket.facts().link() == Facts.Link.CONNECTING || dice.oneIn(3) ? socket.disconnect() : socket;
            case 27, 28 -> connect(socket);
            default ->
                socket.facts().link() == Facts.Link.APART
                                && socket.configuration().isPresent()
                        ? socket.reconnect()
                        : socket;
        };
    }

    Socket join(Socket socket, String topic) {
        return dice.oneIn(3)
                ? socket.join(topic, Map.of("id", number()), Buffer.of(dice.between(1, 4)))
                : socket.join(topic, Map.of("id", number()));
    }

    Socket connect(Socket socket) {
        return switch (socket.facts().link()) {
            case APART, CLOSING -> socket.connect(configuration);
            case CONNECTING -> dice.oneIn(5) ? socket.connect(configuration) : socket;
            case CONNECTED -> socket;
        };
    }

    Socket withoutTimers(Socket socket) {
        return socket.fold(KEYS, (key, next) -> next.cancel(key));
    }

    private Socket request(Socket socket, String topic) {
        int id = number();
        return dice.oneIn(3)
                ? socket.request(topic, event(), payload(id), new Tag(id), millis(50, 3000))
                : socket.request(topic, event(), payload(id), new Tag(id));
    }

    Duration millis(int least, int most) {
        return Duration.ofMillis(dice.between(least, most));
    }
}
