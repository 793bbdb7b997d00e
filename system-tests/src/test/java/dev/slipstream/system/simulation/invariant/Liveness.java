package dev.slipstream.system.simulation.invariant;

import static dev.slipstream.system.simulation.Invariant.holds;

import dev.slipstream.core.Command;
import dev.slipstream.core.ConnectionStatus;
import dev.slipstream.core.DisconnectReason;
import dev.slipstream.core.Failure;
import dev.slipstream.core.JoinStatus;
import dev.slipstream.core.Observation;
import dev.slipstream.core.Operation;
import dev.slipstream.core.ReconnectPolicy;
import dev.slipstream.core.state.SocketState;
import dev.slipstream.system.simulation.Invariant;
import dev.slipstream.system.simulation.RunEvent;
import dev.slipstream.system.simulation.RunView;

/**
 * At the end of the time without faults, a client is connected unless its user disconnected. A connected client has
 * joined its wanted topics.
 */
public final class Liveness implements Invariant {

    private boolean wanted;
    private boolean abandoned;

    @Override
    public void on(RunEvent runEvent, RunView view) {
        switch (runEvent) {
            case RunEvent.OperationsApplied(var operations) -> operations.forEach(this::wanted);
            case RunEvent.TelemetryObserved(Observation.ReconnectAbandoned(int attempt, var reason)) -> {
                holds(
                        view.configuration().reconnectPolicy() instanceof ReconnectPolicy.StopWhenRefused
                                && isRefusal(reason),
                        "the client gave up after %s",
                        reason);
                abandoned = true;
            }
            default -> {}
        }
    }

    private void wanted(Operation operation) {
        switch (operation) {
            case Command.OpenConnection open -> {
                wanted = true;
                abandoned = false;
            }
            case Operation.Retry.Reconnect() -> {
                wanted = true;
                abandoned = false;
            }
            case Operation.Retry.ReconnectNow() -> {
                wanted = true;
                abandoned = false;
            }
            case Command.CloseConnection close -> wanted = false;
            default -> {}
        }
    }

    private static boolean isRefusal(DisconnectReason reason) {
        return reason instanceof DisconnectReason.ConnectFailed(var failure)
                && (failure instanceof Failure.TlsFailed
                        || (failure instanceof Failure.HandshakeRefused refused
                                && (refused.status() == 401 || refused.status() == 403)));
    }

    @Override
    public void atRest(RunView view) {
        SocketState state = view.state();
        if (!wanted) {
            holds(
                    state.connectionStatus() == ConnectionStatus.DISCONNECTED,
                    "disconnected by the user, but %s",
                    state.connectionStatus());
            return;
        }
        holds(
                state.connectionStatus() == ConnectionStatus.CONNECTED || abandoned,
                "not connected after the time without faults, but %s",
                state.connectionStatus());
        state.forEachTopic((name, topic) -> holds(
                !topic.wanted()
                        || topic.status() == JoinStatus.JOINED
                        || state.connectionStatus() != ConnectionStatus.CONNECTED,
                "%s is wanted, but it is %s after the time without faults",
                name,
                topic.status()));
    }
}
