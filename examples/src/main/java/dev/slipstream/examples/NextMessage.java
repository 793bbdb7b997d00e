package dev.slipstream.examples;

import dev.slipstream.SlipstreamClient;
import dev.slipstream.core.AssignKey;
import dev.slipstream.core.Configuration;
import dev.slipstream.core.From;
import dev.slipstream.core.Payload;
import dev.slipstream.core.Socket;
import dev.slipstream.core.TopicCloseReason;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Lets callers wait for the next message of a topic. All callers of one topic get the same message. */
final class NextMessage implements SlipstreamClient {

    /** Call: answer with the next message of this topic. */
    record Next(String topic, From<Payload> from) {}

    private static final AssignKey<Map<String, List<From<Payload>>>> WAITING = AssignKey.of("waiting", Map.of());

    private final Configuration configuration;

    NextMessage(Configuration configuration) {
        this.configuration = configuration;
    }

    @Override
    public Socket init(Socket socket) {
        return socket.connect(configuration);
    }

    @Override
    public Socket handleCall(Object message, Socket socket) {
        return message instanceof Next(String topic, From<Payload> from)
                ? socket.update(WAITING, waiting -> plus(waiting, topic, from)).join(topic)
                : socket;
    }

    @Override
    public Socket handleMessage(String topic, String event, Payload payload, Socket socket) {
        return socket.fold(waitingFor(topic, socket), (from, it) -> it.answer(from, payload))
                .update(WAITING, waiting -> without(waiting, topic))
                .leave(topic);
    }

    @Override
    public Socket handleTopicClose(String topic, TopicCloseReason reason, Socket socket) {
        return socket.fold(waitingFor(topic, socket), (from, it) -> it.refuse(from, topic + " is closed: " + reason))
                .update(WAITING, waiting -> without(waiting, topic));
    }

    private static List<From<Payload>> waitingFor(String topic, Socket socket) {
        return socket.assigned(WAITING).getOrDefault(topic, List.of());
    }

    private static Map<String, List<From<Payload>>> plus(
            Map<String, List<From<Payload>>> waiting, String topic, From<Payload> from) {
        Map<String, List<From<Payload>>> more = new LinkedHashMap<>(waiting);
        more.merge(
                topic,
                List.of(from),
                (some, one) -> Stream.concat(some.stream(), one.stream()).toList());
        return more;
    }

    private static Map<String, List<From<Payload>>> without(Map<String, List<From<Payload>>> waiting, String topic) {
        Map<String, List<From<Payload>>> fewer = new LinkedHashMap<>(waiting);
        fewer.remove(topic);
        return fewer;
    }
}
