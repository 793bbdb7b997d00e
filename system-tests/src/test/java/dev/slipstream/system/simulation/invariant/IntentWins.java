package dev.slipstream.system.simulation.invariant;

import static dev.slipstream.system.simulation.Invariant.holds;

import dev.slipstream.core.Command;
import dev.slipstream.core.ConnectionStatus;
import dev.slipstream.core.Event;
import dev.slipstream.core.Operation;
import dev.slipstream.core.machine.client.Callback;
import dev.slipstream.core.serializer.Message;
import dev.slipstream.system.simulation.Invariant;
import dev.slipstream.system.simulation.RunEvent;
import dev.slipstream.system.simulation.Scene;
import dev.slipstream.simulation.NetworkEvent;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is left is not joined again, what is disconnected not connected again; what is wanted is joined on each new
 * connection, once.
 */
public final class IntentWins implements Invariant {

    private final Map<String, Since> left = new LinkedHashMap<>();
    private @Nullable Since disconnected;
    private final Set<String> owed = new LinkedHashSet<>();
    /** Topics whose params are asked for: their join takes some time, or does not come about. */
    private final Set<String> supplied = new LinkedHashSet<>();

    private @Nullable Since owedSince;
    private boolean ending;
    private boolean failed;

    @Override
    public String name() {
        return "I17 IntentWins";
    }

    @Override
    public void on(RunEvent runEvent, Scene scene) {
        switch (runEvent) {
            case RunEvent.OperationsApplied(var operations) ->
                operations.forEach(operation -> wanted(operation, scene));
            case RunEvent.OnNetwork(NetworkEvent.Opening(int connection, var handshake)) -> {
                ending = false;
                holds(
                        disconnected == null || !disconnected.isSettled(scene),
                        "connection %s is opened, but the last connect or disconnect was a disconnect",
                        connection);
            }
            case RunEvent.OnNetwork(NetworkEvent.Sent(int connection, Message message, boolean taken)) -> {
                if (message.event().equals("phx_join")) {
                    Since since = left.get(message.topic());
                    holds(since == null || !since.isSettled(scene), "joined after it was left: %s", message);
                    owed.remove(message.topic());
                }
            }
            case RunEvent.OnNetwork(NetworkEvent.Ended ended) -> ending();
            case RunEvent.OnNetwork(NetworkEvent.Closing closing) -> ending();
            case RunEvent.CallbackStarted(Callback.OfEvent(Event.ChannelConnected()), var state) -> {
                owedSince = null;
                state.forEachTopic((name, topic) -> {
                    if (topic.wanted() && !ending && !supplied.contains(name)) {
                        owed.add(name);
                    }
                });
            }
            case RunEvent.CallbackEnded(Callback.OfEvent(Event.ChannelConnected()), var thrown) -> {
                failed = thrown != null;
                owedSince = failed ? null : Since.now(scene);
            }
            case RunEvent.CallbackEnded(Callback.OfFailure failure, var thrown) -> {
                owedSince =
                        failed ? Since.now(scene) : owedSince; // what follows a callback that threw waits for this one
                failed = false;
            }
            case RunEvent.CallbackEnded(Callback.Terminate terminate, var thrown) -> {
                disconnected = Since.now(scene);
                owed.clear();
            }
            default -> {}
        }
    }

    private void wanted(Operation operation, Scene scene) {
        switch (operation) {
            case Operation.SetJoinParams(var topic, var params) -> {
                supplied.add(topic);
                owed.remove(topic);
            }
            case Command.JoinTopic join -> left.remove(join.topic());
            case Operation.Retry.Rejoin(var ref, var topic, var params) -> {
                left.remove(topic);
                owed.remove(topic); // it waits for its backoff
            }
            case Command.LeaveTopic(var ref, var topic) -> {
                left.put(topic, Since.now(scene));
                owed.remove(topic);
            }
            case Command.OpenConnection open -> disconnected = null;
            case Operation.Retry.Reconnect() -> disconnected = null;
            case Operation.Retry.ReconnectNow() -> disconnected = null;
            case Command.CloseConnection close -> disconnected = Since.now(scene);
            case Operation.StopClient stop -> disconnected = Since.now(scene);
            default -> {}
        }
    }

    private void ending() {
        ending = true;
        owed.clear();
    }

    @Override
    public void timePassed(Scene scene) {
        if (!owed.isEmpty() && owedSince != null && owedSince.isSettled(scene)) {
            holds(
                    scene.state().connectionStatus() != ConnectionStatus.CONNECTED,
                    "wanted, and not joined on the new connection: %s",
                    owed);
            owed.clear();
        }
    }
}
