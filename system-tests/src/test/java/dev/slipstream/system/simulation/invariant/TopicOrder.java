package dev.slipstream.system.simulation.invariant;

import static dev.slipstream.system.simulation.Invariant.holds;

import dev.slipstream.core.Command;
import dev.slipstream.core.ConnectionStatus;
import dev.slipstream.core.DisconnectReason;
import dev.slipstream.core.Event;
import dev.slipstream.core.Observation;
import dev.slipstream.core.Operation;
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
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Messages of a topic are delivered in the order in which they came, each once, and what is left out of them was counted.
 *
 * <p>Judged are those that came while the topic was joined on the wire; after a leave nothing needs to be delivered.
 */
public final class TopicOrder implements Invariant {

    private static final int NORMAL = 1000;

    private final Map<String, String> joins = new LinkedHashMap<>();
    private final Map<String, String> live = new LinkedHashMap<>();
    private final Map<String, List<String>> undelivered = new LinkedHashMap<>();
    private final Set<String> delivered = new LinkedHashSet<>();
    private final Map<String, Integer> left = new LinkedHashMap<>();
    private final Map<String, Integer> counted = new LinkedHashMap<>();
    private int countedAnywhere;
    /** The server may still send on an earlier connection, which has ended for the client. */
    private int latest;

    /** We asked for the end of the connection: whatever else is told to have ended one ended an earlier one. */
    private boolean isAskedToEnd;

    @Override
    public String name() {
        return "I8 TopicOrder";
    }

    @Override
    public void on(RunEvent runEvent, Scene scene) {
        switch (runEvent) {
            case RunEvent.OnNetwork(NetworkEvent.Opening opening) -> {
                latest = opening.connection();
                joins.clear();
                live.clear();
                isAskedToEnd = false;
            }
            case RunEvent.OnNetwork(NetworkEvent.Closing(var connection, int code)) -> isAskedToEnd = code == NORMAL;
            case RunEvent.OnNetwork(NetworkEvent.Sent(var connection, Message message, var taken)) -> sent(message);
            case RunEvent.OnNetwork(NetworkEvent.Arrived(var connection, var frame, var message))
            when message != null && connection == latest -> arrived(message);
            case RunEvent.OperationsApplied(var operations) -> operations.forEach(this::applied);
            case RunEvent.CallbackStarted(Callback.OfEvent(Event.ChannelClosed(var reason)), var state) ->
                ended(reason, state);
            case RunEvent.CallbackStarted(
                    Callback.OfEvent(Event.MessageReceived(var topic, var name, var payload)),
                    var state) -> leaveOut(topic, take(topic, payload));
            case RunEvent.EventAwaited(Event.MessageReceived(var topic, var name, var payload)) ->
                awaited(topic, Ids.key(payload));
            case RunEvent.TelemetryObserved(Observation.FrameDropped(var connection, var why, var topic, var event)) ->
                counted.merge(topic, 1, Integer::sum);
            case RunEvent.TelemetryObserved(Observation.EventDropped dropped) -> countedAnywhere++;
            default -> {}
        }
    }

    private void sent(Message message) {
        if (message.event().equals("phx_join")) {
            joins.put(message.topic(), String.valueOf(message.ref()));
        }
        if (message.event().equals("phx_join") || message.event().equals("phx_leave")) {
            forget(message.topic());
        }
    }

    private void applied(Operation operation) {
        if (operation instanceof Command.LeaveTopic(var ref, var topic)) {
            forget(topic);
        }
    }

    private void forget(String topic) {
        live.remove(topic);
        undelivered.remove(topic);
    }

    private void arrived(Message message) {
        String topic = message.topic();
        if (message.isReply()) {
            if ("ok".equals(message.status()) && String.valueOf(message.ref()).equals(joins.get(topic))) {
                live.put(topic, joins.remove(topic));
            }
        } else if (live.containsKey(topic)
                && (message.joinRef() == null || message.joinRef().equals(live.get(topic)))) {
            if (message.event().startsWith("phx_")) {
                live.remove(topic);
            } else {
                undelivered.computeIfAbsent(topic, first -> new ArrayList<>()).add(Ids.key(message.payload()));
            }
        }
    }

    /** An await may have taken a newer connection before its callback is told of the end of an earlier one. */
    private void ended(DisconnectReason reason, SocketState state) {
        boolean isRequested = reason instanceof DisconnectReason.Requested;
        if (state.connectionStatus() == ConnectionStatus.CONNECTED || (isAskedToEnd && !isRequested)) {
            return;
        }
        if (!isRequested) {
            undelivered.forEach((topic, waiting) -> leaveOut(topic, waiting.size()));
        }
        undelivered.clear();
    }

    /** An await may take what lies behind other mail. */
    private void awaited(String topic, String key) {
        holds(delivered.add(topic + " " + key), "delivered twice, on %s: %s", topic, key);
        undelivered.getOrDefault(topic, new ArrayList<>()).remove(key);
    }

    /** Takes a message out of those that wait, and returns how many came before it. */
    private int take(String topic, Payload payload) {
        String key = Ids.key(payload);
        holds(delivered.add(topic + " " + key), "delivered twice, on %s: %s", topic, key);
        List<String> waiting = undelivered.getOrDefault(topic, List.of());
        int place = waiting.indexOf(key);
        holds(place >= 0, "out of order, or after the topic was left, on %s: %s", topic, key);
        waiting.remove(place);
        return place;
    }

    private void leaveOut(String topic, int count) {
        if (count == 0) {
            return;
        }
        List<String> first = undelivered.get(topic).subList(0, count);
        int sum = left.merge(topic, count, Integer::sum);
        holds(
                sum <= counted.getOrDefault(topic, 0) + countedAnywhere,
                "%s messages on %s were not delivered, and %s were counted; the last of them are %s",
                sum,
                topic,
                counted.getOrDefault(topic, 0) + countedAnywhere,
                first);
        first.clear();
    }
}
