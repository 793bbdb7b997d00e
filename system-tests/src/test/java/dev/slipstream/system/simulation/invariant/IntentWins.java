package dev.slipstream.system.simulation.invariant;

import static dev.slipstream.system.simulation.Invariant.holds;

import dev.slipstream.core.Command;
import dev.slipstream.core.ConnectionStatus;
import dev.slipstream.core.Event;
import dev.slipstream.core.Operation;
import dev.slipstream.core.machine.client.Callback;
import dev.slipstream.core.serializer.Message;
import dev.slipstream.simulation.NetworkEvent;
import dev.slipstream.system.simulation.Invariant;
import dev.slipstream.system.simulation.RunEvent;
import dev.slipstream.system.simulation.RunView;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The last operation of the user decides. After a leave the client does not rejoin the topic, and after a disconnect it
 * does not reconnect. On each new connection the client joins each wanted topic.
 */
public final class IntentWins implements Invariant {

    private final Map<String, WaitStart> left = new LinkedHashMap<>();
    private @Nullable WaitStart disconnected;
    private final Set<String> missing = new LinkedHashSet<>();
    /** Topics whose params come from a supplier. They may be joined late or not at all. */
    private final Set<String> supplied = new LinkedHashSet<>();

    private @Nullable WaitStart missingSince;
    private boolean ending;
    private boolean threw;

    @Override
    public void on(RunEvent runEvent, RunView view) {
        switch (runEvent) {
            case RunEvent.OperationsApplied(var operations) -> operations.forEach(operation -> wanted(operation, view));
            case RunEvent.OnNetwork(NetworkEvent.Opening(int connection, var handshake)) -> {
                ending = false;
                holds(
                        disconnected == null || !disconnected.isSettled(view),
                        "connection %s is opened after a disconnect",
                        connection);
            }
            case RunEvent.OnNetwork(NetworkEvent.Sent(int connection, Message message, boolean taken)) -> {
                if (message.event().equals("phx_join")) {
                    WaitStart since = left.get(message.topic());
                    holds(since == null || !since.isSettled(view), "joined after it was left: %s", message);
                    missing.remove(message.topic());
                }
            }
            case RunEvent.OnNetwork(NetworkEvent.Ended ended) -> ending();
            case RunEvent.OnNetwork(NetworkEvent.Closing closing) -> ending();
            case RunEvent.CallbackStarted(Callback.OfEvent(Event.ChannelConnected()), var state) -> {
                missingSince = null;
                state.forEachTopic((name, topic) -> {
                    if (topic.wanted() && !ending && !supplied.contains(name)) {
                        missing.add(name);
                    }
                });
            }
            case RunEvent.CallbackEnded(Callback.OfEvent(Event.ChannelConnected()), var thrown) -> {
                threw = thrown != null;
                missingSince = threw ? null : WaitStart.now(view);
            }
            case RunEvent.CallbackEnded(Callback.OfFailure failure, var thrown) -> {
                // If handleConnect threw, the joins are sent after handleFailure.
                missingSince = threw ? WaitStart.now(view) : missingSince;
                threw = false;
            }
            case RunEvent.CallbackEnded(Callback.Terminate terminate, var thrown) -> {
                disconnected = WaitStart.now(view);
                missing.clear();
            }
            default -> {}
        }
    }

    private void wanted(Operation operation, RunView view) {
        switch (operation) {
            case Operation.SetJoinParams(var topic, var params) -> {
                supplied.add(topic);
                missing.remove(topic);
            }
            case Operation.LaterJoins.WithSupplier(var topic, var params) -> {
                supplied.add(topic);
                missing.remove(topic);
            }
            case Command.JoinTopic join -> left.remove(join.topic());
            case Operation.Retry.Rejoin(var ref, var topic, var params) -> {
                left.remove(topic);
                missing.remove(topic); // the rejoin waits for its backoff
            }
            case Command.LeaveTopic(var ref, var topic) -> {
                left.put(topic, WaitStart.now(view));
                missing.remove(topic);
            }
            case Command.OpenConnection open -> disconnected = null;
            case Operation.Retry.Reconnect() -> disconnected = null;
            case Operation.Retry.ReconnectNow() -> disconnected = null;
            case Command.CloseConnection close -> disconnected = WaitStart.now(view);
            case Operation.StopClient stop -> disconnected = WaitStart.now(view);
            default -> {}
        }
    }

    private void ending() {
        ending = true;
        missing.clear();
    }

    @Override
    public void timePassed(RunView view) {
        if (!missing.isEmpty() && missingSince != null && missingSince.isSettled(view)) {
            holds(
                    view.state().connectionStatus() != ConnectionStatus.CONNECTED,
                    "wanted, but not joined on the new connection: %s",
                    missing);
            missing.clear();
        }
    }
}
