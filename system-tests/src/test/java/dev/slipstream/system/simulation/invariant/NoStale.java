package dev.slipstream.system.simulation.invariant;

import static dev.slipstream.system.simulation.Invariant.holds;

import dev.slipstream.core.Event;
import dev.slipstream.core.JoinStatus;
import dev.slipstream.core.Payload;
import dev.slipstream.core.machine.client.Callback;
import dev.slipstream.core.serializer.Message;
import dev.slipstream.core.state.SocketState;
import dev.slipstream.simulation.NetworkEvent;
import dev.slipstream.system.simulation.Invariant;
import dev.slipstream.system.simulation.PayloadIds;
import dev.slipstream.system.simulation.RunEvent;
import dev.slipstream.system.simulation.RunView;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Every delivered message belongs to the current join of its topic and to the current connection.
 *
 * <p>The last reported reply to a join identifies the current join, because the server answers each join with a
 * different payload.
 */
public final class NoStale implements Invariant {

    private record Origin(int connection, @Nullable String joinRef) {}

    private final Map<String, Origin> joinReplies = new LinkedHashMap<>();
    private final Map<String, List<Origin>> messages = new LinkedHashMap<>();
    private final Map<String, Origin> current = new LinkedHashMap<>();

    @Override
    public void on(RunEvent runEvent, RunView view) {
        switch (runEvent) {
            case RunEvent.OnNetwork(NetworkEvent.Answered(int connection, Message message)) -> {
                if (message.isReply()) {
                    joinReplies.put(key(message.topic(), message.payload()), new Origin(connection, message.ref()));
                } else {
                    messages.computeIfAbsent(key(message.topic(), message.payload()), first -> new ArrayList<>())
                            .add(new Origin(connection, message.joinRef()));
                }
            }
            // If a Session in a callback got the reply to a newer join, the topic may already be joined again.
            case RunEvent.CallbackStarted(Callback.OfEvent(Event.TopicLeft left), var state) -> ended(state);
            case RunEvent.CallbackStarted(Callback.OfEvent(Event.TopicJoinClosed closed), var state) -> ended(state);
            case RunEvent.CallbackStarted(Callback.OfEvent(Event.ChannelClosed closed), var state) -> ended(state);
            case RunEvent.CallbackStarted(Callback.OfEvent(var event), var state) -> onEvent(event);
            case RunEvent.EventAwaited(Event.MessageReceived message) ->
                // A session may get a message before the reply to its join is reported.
                holds(
                        messages.containsKey(key(message.topic(), message.payload())),
                        "awaited a message on %s that the server did not send: %s",
                        message.topic(),
                        PayloadIds.key(message.payload()));
            case RunEvent.EventAwaited(var event) -> onEvent(event);
            default -> {}
        }
    }

    private void ended(SocketState state) {
        current.keySet().removeIf(topic -> state.status(topic) != JoinStatus.JOINED);
    }

    private void onEvent(Event event) {
        switch (event) {
            case Event.TopicJoinSucceeded(var topic, var response) -> {
                Origin join = joinReplies.get(key(topic, response));
                holds(join != null, "joined %s by a reply that the server did not send: %s", topic, response);
                current.put(topic, join);
            }
            case Event.MessageReceived(var topic, var name, var payload) -> {
                List<Origin> origins = messages.getOrDefault(key(topic, payload), List.of());
                holds(
                        !origins.isEmpty(),
                        "a message on %s that the server did not send: %s",
                        topic,
                        PayloadIds.key(payload));
                Origin join = current.get(topic);
                holds(join != null, "a message on %s, which is not joined: %s", topic, PayloadIds.key(payload));
                holds(
                        origins.stream().anyMatch(origin -> isOf(origin, join)),
                        "a message of %s on %s, but the current join is %s: %s",
                        origins,
                        topic,
                        join,
                        PayloadIds.key(payload));
            }
            case Event.TopicJoinClosed(var topic, var reason) -> current.remove(topic);
            case Event.ChannelClosed closed -> current.clear();
            default -> {}
        }
    }

    private static boolean isOf(Origin message, Origin join) {
        return message.connection() == join.connection()
                && (message.joinRef() == null || message.joinRef().equals(join.joinRef()));
    }

    private static String key(String topic, Payload payload) {
        return topic + " " + PayloadIds.key(payload);
    }
}
