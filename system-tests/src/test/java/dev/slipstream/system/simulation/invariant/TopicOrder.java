package dev.slipstream.system.simulation.invariant;

import static dev.slipstream.system.simulation.Invariant.holds;

import dev.slipstream.core.Command;
import dev.slipstream.core.DisconnectReason;
import dev.slipstream.core.Event;
import dev.slipstream.core.Observation;
import dev.slipstream.core.Operation;
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
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Messages of a topic are delivered once and in the order of their arrival. The telemetry counts each message that is
 * not delivered.
 *
 * <p>Only messages that arrive between the reply to the join and the leave are checked. Later messages need not be
 * delivered.
 */
public final class TopicOrder implements Invariant {

    private static final int NORMAL = 1000;

    private final Map<String, String> joins = new LinkedHashMap<>();
    private final Map<String, String> current = new LinkedHashMap<>();
    private final Map<String, List<String>> undelivered = new LinkedHashMap<>();
    private final Set<String> delivered = new LinkedHashSet<>();
    private final Map<String, Integer> skipped = new LinkedHashMap<>();
    private final Map<String, Integer> counted = new LinkedHashMap<>();
    private int countedAnywhere;
    /** The latest connection. The server may still send on an earlier connection that has ended for the client. */
    private int latest;

    /**
     * Whether the client is closing the latest connection. If a connection then ends for a reason other than this
     * close, that connection is an earlier one.
     */
    private boolean isAskedToEnd;

    @Override
    public void on(RunEvent runEvent, RunView view) {
        switch (runEvent) {
            case RunEvent.OnNetwork(NetworkEvent.Opening opening) -> {
                latest = opening.connection();
                joins.clear();
                current.clear();
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
                    var state) -> skip(topic, take(topic, payload));
            case RunEvent.EventAwaited(Event.MessageReceived(var topic, var name, var payload)) ->
                awaited(topic, PayloadIds.key(payload));
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
            removeTopic(message.topic());
        }
    }

    private void applied(Operation operation) {
        if (operation instanceof Command.LeaveTopic(var ref, var topic)) {
            removeTopic(topic);
        }
    }

    private void removeTopic(String topic) {
        current.remove(topic);
        undelivered.remove(topic);
    }

    private void arrived(Message message) {
        String topic = message.topic();
        if (message.isReply()) {
            if ("ok".equals(message.status()) && String.valueOf(message.ref()).equals(joins.get(topic))) {
                current.put(topic, joins.remove(topic));
            }
        } else if (current.containsKey(topic)
                && (message.joinRef() == null || message.joinRef().equals(current.get(topic)))) {
            if (message.event().startsWith("phx_")) {
                current.remove(topic);
            } else {
                undelivered.computeIfAbsent(topic, first -> new ArrayList<>()).add(PayloadIds.key(message.payload()));
            }
        }
    }

    /**
     * Handles the end of a connection. A {@code Session} in a callback may already have got the connect event of a
     * newer connection.
     */
    private void ended(DisconnectReason reason, SocketState state) {
        boolean isRequested = reason instanceof DisconnectReason.Requested;
        boolean isOlder = switch (state.connectionStatus()) {
            case CONNECTED, DISCONNECTING -> true; // the latest connection has not ended
            case CONNECTING, DISCONNECTED -> isAskedToEnd && !isRequested;
        };
        if (isOlder) {
            return;
        }
        if (!isRequested) {
            undelivered.forEach((topic, waiting) -> skipped.merge(topic, waiting.size(), Integer::sum));
        }
        undelivered.clear();
    }

    @Override
    public void atRest(RunView view) {
        checkCounts();
    }

    @Override
    public void atEnd(RunView view) {
        checkCounts();
    }

    /**
     * Checks that each message that was not delivered was counted. Messages that arrive while a connection ends are
     * counted after the callback about its end, so they cannot be checked in that callback.
     */
    private void checkCounts() {
        skipped.forEach((topic, sum) -> holds(
                sum <= counted(topic),
                "%s messages on %s were not delivered, but %s were counted",
                sum,
                topic,
                counted(topic)));
    }

    private int counted(String topic) {
        return counted.getOrDefault(topic, 0) + countedAnywhere;
    }

    /** Handles a message that a session got. Earlier events may still be queued. */
    private void awaited(String topic, String key) {
        holds(delivered.add(topic + " " + key), "delivered twice on %s: %s", topic, key);
        undelivered.getOrDefault(topic, new ArrayList<>()).remove(key);
    }

    /** Removes a delivered message and returns how many undelivered messages came before it. */
    private int take(String topic, Payload payload) {
        String key = PayloadIds.key(payload);
        holds(delivered.add(topic + " " + key), "delivered twice on %s: %s", topic, key);
        List<String> waiting = undelivered.getOrDefault(topic, List.of());
        int index = waiting.indexOf(key);
        holds(index >= 0, "out of order or after a leave on %s: %s", topic, key);
        waiting.remove(index);
        return index;
    }

    private void skip(String topic, int count) {
        if (count == 0) {
            return;
        }
        List<String> first = undelivered.get(topic).subList(0, count);
        int sum = skipped.merge(topic, count, Integer::sum);
        holds(
                sum <= counted(topic),
                "%s messages on %s were not delivered, but %s were counted; the last are %s",
                sum,
                topic,
                counted(topic),
                first);
        first.clear();
    }
}
