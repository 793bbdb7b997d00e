package dev.slipstream.system.simulation.invariant;

import static dev.slipstream.system.simulation.Invariant.holds;

import dev.slipstream.core.Command;
import dev.slipstream.core.ConnectionStatus;
import dev.slipstream.core.Event;
import dev.slipstream.core.JoinStatus;
import dev.slipstream.core.Observation;
import dev.slipstream.core.Operation;
import dev.slipstream.core.Ref;
import dev.slipstream.core.TopicCloseReason;
import dev.slipstream.core.machine.client.Callback;
import dev.slipstream.core.serializer.Message;
import dev.slipstream.simulation.NetworkEvent;
import dev.slipstream.system.simulation.Invariant;
import dev.slipstream.system.simulation.PayloadIds;
import dev.slipstream.system.simulation.RunEvent;
import dev.slipstream.system.simulation.RunView;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Each accepted request, join and leave has exactly one outcome, not later than its deadline. Each plain push (a push
 * without a tag) has at most one outcome.
 */
public final class OneOutcome implements Invariant {

    private final Map<Object, Integer> requests = new LinkedHashMap<>();
    /** The refs of the plain pushes. */
    private final Set<String> pushes = new LinkedHashSet<>();
    /** The numbers of pushes that other threads made. Their refs are known only when they are sent. */
    private final Set<Integer> outside = new LinkedHashSet<>();

    private final Map<String, Event> replied = new LinkedHashMap<>();
    private final Map<String, Integer> joinsSent = new LinkedHashMap<>();
    /** The refs of all joins that were sent. The reply to a join of an unknown topic has only this ref. */
    private final Set<String> joinRefs = new LinkedHashSet<>();
    /**
     * How many join replies arrived but were not reported yet, by topic. When a new connection opens, the counts move
     * to {@code earlierJoins}.
     */
    private final Map<String, Integer> joinsAnswered = new LinkedHashMap<>();

    private final Map<String, Integer> earlierJoins = new LinkedHashMap<>();
    /** How many joins of a topic had no reported reply when the topic was left. These joins may get no reply. */
    private final Map<String, Integer> joinsLeft = new LinkedHashMap<>();
    /** How many leaves were applied plus how many channels the server closed, by topic. */
    private final Map<String, Integer> leaves = new LinkedHashMap<>();

    private final Stopping stopping = new Stopping();
    private int dropped;

    @Override
    public void on(RunEvent runEvent, RunView view) {
        stopping.on(runEvent);
        switch (runEvent) {
            case RunEvent.OperationsApplied(var operations) -> operations.forEach(this::accepted);
            case RunEvent.PushWaits(int id, boolean isOutside, var timeout) when isOutside -> outside.add(id);
            case RunEvent.CallbackStarted(Callback.Outcome(var tag, var reply), var state) -> {
                Integer outcomes = requests.get(tag);
                holds(outcomes != null, "an outcome of %s, which was not accepted", tag);
                holds(outcomes == 0, "a second outcome of %s: %s", tag, reply);
                requests.put(tag, 1);
            }
            case RunEvent.CallbackStarted(Callback.OfEvent(var event), var state) -> onEvent(event);
            case RunEvent.EventAwaited(var event) -> onEvent(event);
            case RunEvent.TelemetryObserved(Observation.OperationDropped operation)
            when stopping.isNow() && operation.operation().equals("request") -> dropped++;
            case RunEvent.OnNetwork(NetworkEvent.Opening opening) -> {
                joinsSent.clear();
                joinsLeft.clear();
                joinsAnswered.forEach((topic, waiting) -> earlierJoins.merge(topic, waiting, Integer::sum));
                joinsAnswered.clear();
            }
            case RunEvent.OnNetwork(NetworkEvent.Sent(var connection, Message message, var taken))
            when outside.contains(PayloadIds.of(message.payload())) -> pushes.add(String.valueOf(message.ref()));
            case RunEvent.OnNetwork(NetworkEvent.Sent(var connection, Message message, var taken))
            when message.event().equals("phx_join") -> {
                joinsSent.merge(message.topic(), 1, Integer::sum);
                joinRefs.add(String.valueOf(message.ref()));
            }
            case RunEvent.OnNetwork(NetworkEvent.Sent(var connection, Message message, var taken))
            when message.event().equals("phx_leave")
                    && !String.valueOf(message.ref()).startsWith("c") ->
                joinsLeft.put(message.topic(), joinsSent.getOrDefault(message.topic(), 0));
            case RunEvent.OnNetwork(NetworkEvent.Arrived(var connection, var frame, Message message))
            when message != null
                    && message.isReply()
                    && (message.joinRef() == null
                            ? joinRefs.contains(String.valueOf(message.ref()))
                            : message.joinRef().equals(message.ref())) ->
                joinsAnswered.merge(message.topic(), 1, Integer::sum);
            case RunEvent.OnNetwork(NetworkEvent.Arrived(var connection, var frame, Message message))
            when message != null && message.event().equals("phx_close") ->
                leaves.merge(message.topic(), 1, Integer::sum);
            default -> {}
        }
    }

    private void accepted(Operation operation) {
        switch (operation) {
            case Operation.MakeRequest(var tag, var push) ->
                holds(requests.put(tag, 0) == null, "the test used the tag %s twice", tag);
            case Command.PushMessage push -> pushes.add(push.ref().value());
            case Command.LeaveTopic(var ref, var topic) -> {
                leaves.merge(topic, 1, Integer::sum);
                // This count is set again when the leave is sent, because another join may be sent before the leave.
                joinsLeft.put(topic, joinsSent.getOrDefault(topic, 0));
            }
            default -> {}
        }
    }

    private void onEvent(Event event) {
        switch (event) {
            case Event.TopicJoinFailed(var topic, TopicCloseReason.ParamsFailed reason) -> {} // no join was sent
            case Event.JoinAnswer answer -> {
                String topic = answer.topic();
                joinsAnswered.computeIfPresent(topic, (name, waiting) -> Math.max(waiting - 1, 0));
                boolean isCurrent = joinsSent.getOrDefault(topic, 0) > 0;
                int open = (isCurrent ? joinsSent : earlierJoins).merge(topic, -1, Integer::sum);
                holds(open >= 0, "a reply to a join of %s that was not sent: %s", topic, answer);
            }
            case Event.TopicLeft(var topic, var cause) -> {
                int open = leaves.merge(topic, -1, Integer::sum);
                holds(open >= 0, "%s was left without a leave or a close of its channel", topic);
            }
            case Event.ReplyReceived(var ref, var reply) -> replied(ref, event);
            case Event.PushFailed(var ref, var failure) -> replied(ref, event);
            default -> {}
        }
    }

    private void replied(Ref ref, Event outcome) {
        holds(pushes.contains(ref.value()), "an outcome of push %s, which was not applied: %s", ref, outcome);
        Event earlier = replied.put(ref.value(), outcome);
        holds(earlier == null, "a second outcome of push %s: %s, earlier %s", ref, outcome, earlier);
    }

    @Override
    public void atRest(RunView view) {
        for (JoinStatus unanswered : new JoinStatus[] {JoinStatus.REQUESTED, JoinStatus.LEAVING}) {
            holds(
                    view.state().topics(unanswered).isEmpty(),
                    "%s without a reply long after the deadline: %s",
                    unanswered,
                    view.state().topics(unanswered));
        }
        if (view.state().connectionStatus() == ConnectionStatus.CONNECTED) {
            joinsSent.forEach((topic, open) -> holds(
                    open <= joinsLeft.getOrDefault(topic, 0),
                    "%s joins of %s have no reply, but only %s were left",
                    open,
                    topic,
                    joinsLeft.getOrDefault(topic, 0)));
        }
        complete("long after the deadline");
    }

    @Override
    public void atEnd(RunView view) {
        complete("after the end");
    }

    private void complete(String when) {
        List<Object> open = requests.entrySet().stream()
                .filter(request -> request.getValue() == 0)
                .map(Map.Entry::getKey)
                .toList();
        // A stopping client may drop requests, which telemetry reports. A dropped request has no outcome.
        holds(open.size() <= dropped, "no outcome for %s, %s", open, when);
    }
}
