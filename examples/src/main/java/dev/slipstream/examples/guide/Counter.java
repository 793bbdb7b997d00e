package dev.slipstream.examples.guide;

import dev.slipstream.SlipstreamClient;
import dev.slipstream.core.AssignKey;
import dev.slipstream.core.Configuration;
import dev.slipstream.core.From;
import dev.slipstream.core.Payload;
import dev.slipstream.core.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Counts the messages of some rooms. Answers calls with the count, and pushes the count to the rooms every minute. */
final class Counter implements SlipstreamClient {

    private static final AssignKey<Integer> HEARD = AssignKey.of("heard", 0);

    /** Call: answer with the number of messages received. */
    record HowMany(From<Integer> from) {}

    private record Tell() {}

    private final Configuration configuration;
    private final List<String> rooms;

    Counter(Configuration configuration, List<String> rooms) {
        this.configuration = configuration;
        this.rooms = rooms;
    }

    @Override
    public Socket init(Socket socket) {
        return socket.connect(configuration).sendEvery("tell", Duration.ofMinutes(1), new Tell());
    }

    @Override
    public Socket handleConnect(Socket socket) {
        return socket.fold(rooms, (room, next) -> next.join(room));
    }

    @Override
    public Socket handleMessage(String topic, String event, Payload payload, Socket socket) {
        return socket.update(HEARD, heard -> heard + 1);
    }

    @Override
    public Socket handleCall(Object message, Socket socket) {
        return message instanceof HowMany(var from) ? socket.answer(from, socket.assigned(HEARD)) : socket;
    }

    @Override
    public Socket handleInfo(Object message, Socket socket) {
        Map<String, Integer> count = Map.of("heard", socket.assigned(HEARD));
        return socket.fold(socket.joined(), (room, next) -> next.push(room, "count", count));
    }
}
