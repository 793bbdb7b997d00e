package dev.slipstream.system.simulation.invariant;

import static dev.slipstream.system.simulation.Invariant.holds;

import dev.slipstream.core.Command;
import dev.slipstream.core.Event;
import dev.slipstream.core.JoinStatus;
import dev.slipstream.core.Observation;
import dev.slipstream.core.Operation;
import dev.slipstream.core.TopicCloseReason;
import dev.slipstream.core.machine.client.Callback;
import dev.slipstream.core.serializer.Message;
import dev.slipstream.simulation.NetworkEvent;
import dev.slipstream.system.simulation.Invariant;
import dev.slipstream.system.simulation.RunEvent;
import dev.slipstream.system.simulation.RunView;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Requests for credentials, handshakes, joins and leaves end within their timeouts. */
public final class AnswersInTime implements Invariant {

    /** If a transport overruns the connect timeout by this much, the client closes it. */
    private static final Duration GRACE = Duration.ofSeconds(1);

    private record SentJoin(String ref, WaitStart since) {}

    private final JoinTimeouts joinTimeouts = new JoinTimeouts();
    private int newest;
    private @Nullable WaitStart credentialsSince;
    private @Nullable WaitStart handshakeSince;
    private final Map<String, SentJoin> joins = new LinkedHashMap<>();
    /** The refs of joins whose reply arrived. */
    private final Set<String> answered = new LinkedHashSet<>();
    /**
     * Topics that were joined again after the reply to their earlier join arrived. The client has not reported that
     * reply yet.
     */
    private final Set<String> answeredBefore = new LinkedHashSet<>();

    private final Map<String, Deque<WaitStart>> leaves = new LinkedHashMap<>();
    /** The refs of sent leaves. If the transport refuses a leave, the client sends it again with the same deadline. */
    private final Set<String> left = new LinkedHashSet<>();

    private final Map<String, WaitStart> params = new LinkedHashMap<>();

    @Override
    public void on(RunEvent runEvent, RunView view) {
        joinTimeouts.on(runEvent);
        switch (runEvent) {
            case RunEvent.TelemetryObserved(Observation.Span.ConnectStarted started) ->
                credentialsSince = WaitStart.now(view);
            case RunEvent.OnNetwork(NetworkEvent.Opening(int connection, var handshake)) -> {
                newest = connection;
                credentialsSince = null;
                handshakeSince = WaitStart.ofConnection(view);
            }
            case RunEvent.OnNetwork(NetworkEvent.Opened now) -> {
                handshakeSince = null;
                params.clear(); // params requested on an earlier connection no longer matter
            }
            case RunEvent.OnNetwork(NetworkEvent.Closing(int connection, int code))
            when connection == newest -> ended();
            case RunEvent.OnNetwork(NetworkEvent.Ended(int connection, var reason))
            when connection == newest -> ended();
            case RunEvent.OnNetwork(NetworkEvent.Sent(int connection, Message message, boolean taken)) ->
                sent(message, view);
            case RunEvent.OnNetwork(NetworkEvent.Arrived(int connection, var frame, Message message))
            when message != null && message.isReply() -> answered.add(String.valueOf(message.ref()));
            case RunEvent.ParamsAsked(var topic, int id) -> params.put(topic, WaitStart.now(view));
            case RunEvent.OperationsApplied(var operations) ->
                operations.forEach(operation -> applied(operation, view));
            case RunEvent.CallbackStarted(Callback.OfEvent(var event), var state) -> onEvent(event);
            case RunEvent.CallbackStarted(Callback.Terminate terminate, var state) -> {
                credentialsSince = null;
                ended();
            }
            case RunEvent.EventAwaited(var event) -> onEvent(event);
            default -> {}
        }
    }

    @Override
    public void timePassed(RunView view) {
        holds(
                credentialsSince == null
                        || !credentialsSince.isPast(view.configuration().credentialsTimeout(), view),
                "credentials are pending since %s",
                credentialsSince);
        holds(
                handshakeSince == null
                        || !handshakeSince.isPast(
                                view.configuration().connectTimeout().plus(GRACE), view),
                "a handshake is pending since %s",
                handshakeSince);
        // If no join of the topic is pending, the client ignores the params. The next join requests params again.
        params.keySet().removeIf(topic -> view.state().status(topic) != JoinStatus.REQUESTED);
        params.forEach((topic, since) -> holds(
                joins.containsKey(topic) || !since.isPast(view.configuration().credentialsTimeout(), view),
                "the params of %s are pending since %s",
                topic,
                since));
        joins.forEach((topic, join) -> holds(
                !join.since().isPast(joinTimeouts.of(topic, view), view),
                "the join of %s is pending since %s",
                topic,
                join.since()));
        leaves.forEach((topic, since) -> holds(
                since.isEmpty() || !since.getFirst().isPast(view.configuration().leaveTimeout(), view),
                "the leave of %s is pending since %s",
                topic,
                since));
    }

    private void sent(Message message, RunView view) {
        params.remove(message.topic());
        if (message.event().equals("phx_join")) {
            String ref = String.valueOf(message.ref());
            SentJoin earlier = joins.put(message.topic(), new SentJoin(ref, WaitStart.now(view)));
            if (earlier != null && answered.contains(earlier.ref())) {
                answeredBefore.add(message.topic());
            }
        } else if (message.event().equals("phx_leave")
                && !String.valueOf(message.ref()).startsWith("c")) {
            joins.remove(message.topic());
            if (left.add(String.valueOf(message.ref()))) {
                leaves.computeIfAbsent(message.topic(), first -> new ArrayDeque<>())
                        .add(WaitStart.now(view));
            }
        }
    }

    private void applied(Operation operation, RunView view) {
        switch (operation) {
            case Command.JoinTopic join
            when view.state().status(join.topic()) != JoinStatus.REQUESTED ->
                params.remove(join.topic()); // the join replaces the params that were requested
            case Command.OpenConnection open -> credentialsSince = null;
            case Command.CloseConnection close -> credentialsSince = null;
            case Command.LeaveTopic(var ref, var topic) -> {
                joins.remove(topic);
                answeredBefore.remove(topic);
                params.remove(topic);
            }
            case Operation.Retry.Rejoin(var ref, var topic, var newParams) -> params.remove(topic);
            case Operation.SetJoinParams(var topic, var supplier) -> params.remove(topic);
            case Operation.LaterJoins later -> params.remove(later.topic());
            default -> {}
        }
    }

    private void onEvent(Event event) {
        switch (event) {
            case Event.TopicJoinFailed(var topic, TopicCloseReason.ParamsFailed reason) -> params.remove(topic);
            case Event.TopicJoinFailed(var topic, TopicCloseReason.JoinTimedOut reason) -> joins.remove(topic);
            case Event.TopicJoinFailed(var topic, TopicCloseReason.NotSent reason) -> joins.remove(topic);
            case Event.TopicJoinFailed(var topic, var reason) -> answered(topic);
            case Event.TopicJoinSucceeded(var topic, var response) -> answered(topic);
            case Event.TopicLeft(var topic, var cause) ->
                leaves.getOrDefault(topic, new ArrayDeque<>()).poll();
            case Event.ChannelConnectFailed failed -> credentialsSince = null;
            case Event.ChannelClosed closed -> credentialsSince = null;
            default -> {}
        }
    }

    /** Handles the outcome of the newest join of a topic, or of an earlier join. */
    private void answered(String topic) {
        params.remove(topic); // an older request for params no longer matters
        SentJoin newest = joins.get(topic);
        boolean isEarlier = answeredBefore.remove(topic) && newest != null && !answered.contains(newest.ref());
        if (!isEarlier) {
            joins.remove(topic);
        }
    }

    private void ended() {
        handshakeSince = null;
        params.clear();
        joins.clear();
        answered.clear();
        answeredBefore.clear();
        leaves.clear();
    }
}
