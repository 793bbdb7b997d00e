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
import dev.slipstream.system.simulation.Invariant;
import dev.slipstream.system.simulation.Run;
import dev.slipstream.system.simulation.RunEvent;
import dev.slipstream.system.simulation.Scene;
import dev.slipstream.simulation.NetworkEvent;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Whatever is on its way ends within its deadline: credentials, handshakes, joins and leaves. */
public final class AnswersInTime implements Invariant {

    /** What a transport may need beyond its own deadline, before it is given up. */
    private static final Duration GRACE = Duration.ofSeconds(1);

    private final JoinPatience patience = new JoinPatience();
    private @Nullable Since asking;
    private @Nullable Since opening;
    private final Map<String, Since> joins = new LinkedHashMap<>();
    private final Map<String, Deque<Since>> leaves = new LinkedHashMap<>();
    /** The refs of leaves: one that was refused is sent again, and its time goes on. */
    private final Set<String> left = new LinkedHashSet<>();

    private final Map<String, Since> params = new LinkedHashMap<>();

    @Override
    public String name() {
        return "I2 AnswersInTime";
    }

    @Override
    public void on(RunEvent runEvent, Scene scene) {
        patience.on(runEvent);
        switch (runEvent) {
            case RunEvent.TelemetryObserved(Observation.Span.ConnectStarted started) -> asking = Since.now(scene);
            case RunEvent.OnNetwork(NetworkEvent.Opening now) -> {
                asking = null;
                opening = Since.ofConnection(scene);
            }
            case RunEvent.OnNetwork(NetworkEvent.Opened now) -> {
                opening = null;
                params.clear(); // who was asked too late, for an earlier connection, answers nobody
            }
            case RunEvent.OnNetwork(NetworkEvent.Closing now) -> ended();
            case RunEvent.OnNetwork(NetworkEvent.Ended now) -> ended();
            case RunEvent.OnNetwork(NetworkEvent.Sent(int connection, Message message, boolean taken)) ->
                sent(message, scene);
            case RunEvent.FromOutside(var what)
            when what.startsWith(Run.PARAMS) -> params.put(what.substring(Run.PARAMS.length()), Since.now(scene));
            case RunEvent.OperationsApplied(var operations) ->
                operations.forEach(operation -> applied(operation, scene));
            case RunEvent.CallbackStarted(Callback.OfEvent(var event), var state) -> told(event);
            case RunEvent.CallbackStarted(Callback.Terminate terminate, var state) -> {
                asking = null;
                ended();
            }
            case RunEvent.EventAwaited(var event) -> told(event);
            default -> {}
        }
    }

    @Override
    public void timePassed(Scene scene) {
        holds(
                asking == null || !asking.isPast(scene.configuration().credentialsTimeout(), scene),
                "credentials are waited for since %s",
                asking);
        holds(
                opening == null
                        || !opening.isPast(
                                scene.configuration().connectTimeout().plus(GRACE), scene),
                "a handshake is waited for since %s",
                opening);
        // Who is asked when nothing is awaited any more answers nobody, and the next join asks anew.
        params.keySet().removeIf(topic -> scene.state().status(topic) != JoinStatus.REQUESTED);
        params.forEach((topic, since) -> holds(
                joins.containsKey(topic) || !since.isPast(scene.configuration().credentialsTimeout(), scene),
                "the params of %s are waited for since %s",
                topic,
                since));
        joins.forEach((topic, since) -> holds(
                !since.isPast(patience.of(topic, scene), scene),
                "the join of %s is waited for since %s",
                topic,
                since));
        leaves.forEach((topic, since) -> holds(
                since.isEmpty()
                        || !since.getFirst().isPast(scene.configuration().leaveTimeout(), scene),
                "the leave of %s is waited for since %s",
                topic,
                since));
    }

    private void sent(Message message, Scene scene) {
        params.remove(message.topic());
        if (message.event().equals("phx_join")) {
            joins.put(message.topic(), Since.now(scene));
        } else if (message.event().equals("phx_leave")
                && !String.valueOf(message.ref()).startsWith("c")) {
            joins.remove(message.topic());
            if (left.add(String.valueOf(message.ref()))) {
                leaves.computeIfAbsent(message.topic(), first -> new ArrayDeque<>())
                        .add(Since.now(scene));
            }
        }
    }

    private void applied(Operation operation, Scene scene) {
        switch (operation) {
            case Command.JoinTopic join
            when scene.state().status(join.topic()) != JoinStatus.REQUESTED ->
                params.remove(join.topic()); // it brings its own: whoever is still asked answers nobody
            case Command.OpenConnection open -> asking = null;
            case Command.CloseConnection close -> asking = null;
            case Command.LeaveTopic(var ref, var topic) -> {
                joins.remove(topic);
                params.remove(topic);
            }
            case Operation.Retry.Rejoin(var ref, var topic, var given) -> params.remove(topic);
            case Operation.SetJoinParams(var topic, var supplier) -> params.remove(topic);
            default -> {}
        }
    }

    private void told(Event event) {
        switch (event) {
            case Event.TopicJoinFailed(var topic, TopicCloseReason.ParamsFailed reason) -> params.remove(topic);
            case Event.TopicJoinFailed(var topic, var reason) -> joins.remove(topic);
            case Event.TopicJoinSucceeded(var topic, var response) -> joins.remove(topic);
            case Event.TopicLeft(var topic) ->
                leaves.getOrDefault(topic, new ArrayDeque<>()).poll();
            case Event.ChannelConnectFailed failed -> asking = null;
            case Event.ChannelClosed closed -> asking = null;
            default -> {}
        }
    }

    private void ended() {
        opening = null;
        params.clear();
        joins.clear();
        leaves.clear();
    }
}
