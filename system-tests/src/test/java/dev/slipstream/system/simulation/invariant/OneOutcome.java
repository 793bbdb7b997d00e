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
import dev.slipstream.system.simulation.Invariant;
import dev.slipstream.system.simulation.RunEvent;
import dev.slipstream.system.simulation.Scene;
import dev.slipstream.simulation.NetworkEvent;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Each accepted request, join and leave has exactly one outcome, once its deadline is past; each plain push one at most. */
public final class OneOutcome implements Invariant {

    private final Map<Object, Integer> requests = new LinkedHashMap<>();
    /** The plain pushes, and what was told of them. */
    private final Set<String> pushes = new LinkedHashSet<>();

    private final Map<String, Event> replied = new LinkedHashMap<>();
    private final Map<String, Integer> joinsSent = new LinkedHashMap<>();
    /** Answers to joins that came and were not told yet, and those of them that are of an earlier connection by now. */
    private final Map<String, Integer> joinsAnswered = new LinkedHashMap<>();

    private final Map<String, Integer> joinsTellable = new LinkedHashMap<>();
    /** Of those that have no answer, the ones that were left: unless it was decided already, none comes. */
    private final Map<String, Integer> takenBack = new LinkedHashMap<>();
    /** By topic: leaves that were applied, and ends of channels that came without one. */
    private final Map<String, Integer> leaves = new LinkedHashMap<>();

    private final Stopping stopping = new Stopping();
    private int dropped;

    @Override
    public String name() {
        return "I1 OneOutcome";
    }

    @Override
    public void on(RunEvent runEvent, Scene scene) {
        stopping.on(runEvent);
        switch (runEvent) {
            case RunEvent.OperationsApplied(var operations) -> operations.forEach(this::accepted);
            case RunEvent.CallbackStarted(Callback.Outcome(var tag, var reply), var state) -> {
                Integer outcomes = requests.get(tag);
                holds(outcomes != null, "an outcome for %s, which was never accepted", tag);
                holds(outcomes == 0, "another outcome for %s: %s", tag, reply);
                requests.put(tag, 1);
            }
            case RunEvent.CallbackStarted(Callback.OfEvent(var event), var state) -> told(event);
            case RunEvent.EventAwaited(var event) -> told(event);
            case RunEvent.TelemetryObserved(Observation.OperationDropped(var operation))
            when stopping.isNow() && operation.equals("MakeRequest") -> dropped++;
            case RunEvent.OnNetwork(NetworkEvent.Opening opening) -> {
                joinsSent.clear();
                takenBack.clear();
                joinsAnswered.forEach((topic, waiting) -> joinsTellable.merge(topic, waiting, Integer::sum));
                joinsAnswered.clear();
            }
            case RunEvent.OnNetwork(NetworkEvent.Sent(var connection, Message message, var taken))
            when message.event().equals("phx_join") -> joinsSent.merge(message.topic(), 1, Integer::sum);
            case RunEvent.OnNetwork(NetworkEvent.Sent(var connection, Message message, var taken))
            when message.event().equals("phx_leave")
                    && !String.valueOf(message.ref()).startsWith("c") ->
                takenBack.put(message.topic(), joinsSent.getOrDefault(message.topic(), 0));
            case RunEvent.OnNetwork(NetworkEvent.Arrived(var connection, var frame, Message message))
            when message != null
                    && message.isReply()
                    && String.valueOf(message.ref()).equals(message.joinRef()) ->
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
                holds(requests.put(tag, 0) == null, "the test gave the tag %s twice", tag);
            case Command.PushMessage push -> pushes.add(push.ref().value());
            case Command.LeaveTopic(var ref, var topic) -> {
                leaves.merge(topic, 1, Integer::sum);
                // Once more when it is sent: a join may have been applied with it.
                takenBack.put(topic, joinsSent.getOrDefault(topic, 0));
            }
            default -> {}
        }
    }

    private void told(Event event) {
        switch (event) {
            case Event.TopicJoinFailed(var topic, TopicCloseReason.ParamsFailed reason) -> {} // nothing was sent
            case Event.JoinAnswer answer -> {
                String topic = answer.topic();
                joinsAnswered.computeIfPresent(topic, (name, waiting) -> Math.max(waiting - 1, 0));
                boolean isOfNow = joinsSent.getOrDefault(topic, 0) > 0;
                int open = (isOfNow ? joinsSent : joinsTellable).merge(topic, -1, Integer::sum);
                holds(open >= 0, "an answer to a join of %s that was not sent: %s", topic, answer);
            }
            case Event.TopicLeft(var topic) -> {
                int open = leaves.merge(topic, -1, Integer::sum);
                holds(open >= 0, "%s is left once more, without a leave or an end of its channel", topic);
            }
            case Event.ReplyReceived(var ref, var reply) -> replied(ref, event);
            case Event.PushFailed(var ref, var failure) -> replied(ref, event);
            default -> {}
        }
    }

    private void replied(Ref ref, Event outcome) {
        holds(pushes.contains(ref.value()), "an outcome of push %s, which was never applied: %s", ref, outcome);
        Event earlier = replied.put(ref.value(), outcome);
        holds(earlier == null, "another outcome of push %s: %s, and before %s", ref, outcome, earlier);
    }

    @Override
    public void atRest(Scene scene) {
        for (JoinStatus unanswered : new JoinStatus[] {JoinStatus.REQUESTED, JoinStatus.LEAVING}) {
            holds(
                    scene.state().topics(unanswered).isEmpty(),
                    "%s without an answer long after the deadline: %s",
                    unanswered,
                    scene.state().topics(unanswered));
        }
        if (scene.state().connectionStatus() == ConnectionStatus.CONNECTED) {
            joinsSent.forEach((topic, open) -> holds(
                    open <= takenBack.getOrDefault(topic, 0),
                    "%s joins of %s have no answer, and %s were left",
                    open,
                    topic,
                    takenBack.getOrDefault(topic, 0)));
        }
        complete("long after the deadline");
    }

    @Override
    public void atEnd(Scene scene) {
        complete("after the end");
    }

    private void complete(String when) {
        List<Object> open = requests.entrySet().stream()
                .filter(request -> request.getValue() == 0)
                .map(Map.Entry::getKey)
                .toList();
        // What a client asks while it stops was never accepted, and it is told so.
        holds(open.size() <= dropped, "no outcome for %s, %s", open, when);
    }
}
