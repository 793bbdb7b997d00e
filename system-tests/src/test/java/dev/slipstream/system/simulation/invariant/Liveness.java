package dev.slipstream.system.simulation.invariant;

import static dev.slipstream.system.simulation.Invariant.holds;

import dev.slipstream.core.Command;
import dev.slipstream.core.ConnectionStatus;
import dev.slipstream.core.DisconnectReason;
import dev.slipstream.core.Failure;
import dev.slipstream.core.JoinStatus;
import dev.slipstream.core.Observation;
import dev.slipstream.core.Operation;
import dev.slipstream.core.state.SocketState;
import dev.slipstream.system.simulation.Invariant;
import dev.slipstream.system.simulation.RunEvent;
import dev.slipstream.system.simulation.Scene;

/** Once nothing goes wrong any more, a client that wants to be connected is, and joined to all that it wants. */
public final class Liveness implements Invariant {

    private boolean wanted;
    private boolean givenUp;

    @Override
    public String name() {
        return "I11 Liveness";
    }

    @Override
    public void on(RunEvent runEvent, Scene scene) {
        switch (runEvent) {
            case RunEvent.OperationsApplied(var operations) -> operations.forEach(this::wanted);
            case RunEvent.TelemetryObserved(Observation.ReconnectAbandoned(var reason)) -> {
                holds(isHopeless(reason), "the client gave up although time might heal it: %s", reason);
                givenUp = true;
            }
            default -> {}
        }
    }

    private void wanted(Operation operation) {
        switch (operation) {
            case Command.OpenConnection open -> {
                wanted = true;
                givenUp = false;
            }
            case Operation.Retry.Reconnect() -> {
                wanted = true;
                givenUp = false;
            }
            case Operation.Retry.ReconnectNow() -> {
                wanted = true;
                givenUp = false;
            }
            case Command.CloseConnection close -> wanted = false;
            default -> {}
        }
    }

    private static boolean isHopeless(DisconnectReason reason) {
        return reason instanceof DisconnectReason.ConnectFailed(var failure)
                && (failure instanceof Failure.TlsFailed
                        || (failure instanceof Failure.HandshakeRefused refused
                                && (refused.status() == 401 || refused.status() == 403)));
    }

    @Override
    public void atRest(Scene scene) {
        SocketState state = scene.state();
        if (!wanted) {
            holds(
                    state.connectionStatus() == ConnectionStatus.DISCONNECTED,
                    "disconnected on purpose, and still %s",
                    state.connectionStatus());
            return;
        }
        holds(
                state.connectionStatus() == ConnectionStatus.CONNECTED || givenUp,
                "not connected after the quiet time, but %s",
                state.connectionStatus());
        state.forEachTopic((name, topic) -> holds(
                !topic.wanted()
                        || topic.status() == JoinStatus.JOINED
                        || state.connectionStatus() != ConnectionStatus.CONNECTED,
                "%s is wanted, and after the quiet time it is %s",
                name,
                topic.status()));
    }
}
