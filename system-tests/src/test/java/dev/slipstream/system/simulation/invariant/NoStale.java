package dev.slipstream.system.simulation.invariant;

import static dev.slipstream.system.simulation.Invariant.holds;

import dev.slipstream.core.Event;
import dev.slipstream.core.JoinStatus;
import dev.slipstream.core.Payload;
import dev.slipstream.core.machine.client.Callback;
import dev.slipstream.core.serializer.Message;
import dev.slipstream.core.state.SocketState;
import dev.slipstream.system.simulation.Ids;
import dev.slipstream.system.simulation.Invariant;
import dev.slipstream.system.simulation.RunEvent;
import dev.slipstream.system.simulation.Scene;
import dev.slipstream.simulation.NetworkEvent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * No delivered message is of another join than the topic's live one, or of an earlier connection.
 *
 * <p>Which join is live follows from the joins that the client was told of: the server welcomes each with words of its own.
 */
public final class NoStale implements Invariant {

    private record Origin(int connection, @Nullable String joinRef) {}

    private final Map<String, Origin> welcomes = new LinkedHashMap<>();
    private final Map<String, List<Origin>> messages = new LinkedHashMap<>();
    private final Map<String, Origin> live = new LinkedHashMap<>();

    @Override
    public String name() {
        return "I7 NoStale";
    }

    @Override
    public void on(RunEvent runEvent, Scene scene) {
        switch (runEvent) {
            case RunEvent.OnNetwork(NetworkEvent.Answered(int connection, Message message)) -> {
                if (message.isReply()) {
                    welcomes.put(key(message.topic(), message.payload()), new Origin(connection, message.ref()));
                } else {
                    messages.computeIfAbsent(key(message.topic(), message.payload()), first -> new ArrayList<>())
                            .add(new Origin(connection, message.joinRef()));
                }
            }
            // What an await has taken before may be of a newer join: then it is that which is joined.
            case RunEvent.CallbackStarted(Callback.OfEvent(Event.TopicLeft left), var state) -> ended(state);
            case RunEvent.CallbackStarted(Callback.OfEvent(Event.TopicJoinClosed closed), var state) -> ended(state);
            case RunEvent.CallbackStarted(Callback.OfEvent(Event.ChannelClosed closed), var state) -> ended(state);
            case RunEvent.CallbackStarted(Callback.OfEvent(var event), var state) -> told(event);
            case RunEvent.EventAwaited(Event.MessageReceived message) ->
                // An await may take it before the answer to its join is taken.
                holds(
                        messages.containsKey(key(message.topic(), message.payload())),
                        "awaited a message on %s that the server never sent: %s",
                        message.topic(),
                        Ids.key(message.payload()));
            case RunEvent.EventAwaited(var event) -> told(event);
            default -> {}
        }
    }

    private void ended(SocketState state) {
        live.keySet().removeIf(topic -> state.status(topic) != JoinStatus.JOINED);
    }

    private void told(Event event) {
        switch (event) {
            case Event.TopicJoinSucceeded(var topic, var response) -> {
                Origin join = welcomes.get(key(topic, response));
                holds(join != null, "joined %s by an answer that the server never gave: %s", topic, response);
                live.put(topic, join);
            }
            case Event.MessageReceived(var topic, var name, var payload) -> {
                List<Origin> origins = messages.getOrDefault(key(topic, payload), List.of());
                holds(!origins.isEmpty(), "a message on %s that the server never sent: %s", topic, Ids.key(payload));
                Origin join = live.get(topic);
                holds(join != null, "a message on %s, which is not joined: %s", topic, Ids.key(payload));
                holds(
                        origins.stream().anyMatch(origin -> isOf(origin, join)),
                        "a message of %s on %s, whose live join is %s: %s",
                        origins,
                        topic,
                        join,
                        Ids.key(payload));
            }
            case Event.TopicJoinClosed(var topic, var reason) -> live.remove(topic);
            case Event.ChannelClosed closed -> live.clear();
            default -> {}
        }
    }

    private static boolean isOf(Origin message, Origin join) {
        return message.connection() == join.connection()
                && (message.joinRef() == null || message.joinRef().equals(join.joinRef()));
    }

    private static String key(String topic, Payload payload) {
        return topic + " " + Ids.key(payload);
    }
}
