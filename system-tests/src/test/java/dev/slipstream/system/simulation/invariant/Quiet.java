package dev.slipstream.system.simulation.invariant;

import static dev.slipstream.system.simulation.Invariant.holds;

import dev.slipstream.core.Operation;
import dev.slipstream.core.StopReason;
import dev.slipstream.core.machine.client.Callback;
import dev.slipstream.simulation.NetworkEvent;
import dev.slipstream.system.simulation.Invariant;
import dev.slipstream.system.simulation.RunEvent;
import dev.slipstream.system.simulation.RunView;

/** After the client has stopped, no transport, timer or task remains. Each transport is closed at most once. */
public final class Quiet implements Invariant {

    private int closing;
    private int terminated;
    private boolean isStarted = true;
    private boolean ended;

    @Override
    public void on(RunEvent runEvent, RunView view) {
        switch (runEvent) {
            case RunEvent.OnNetwork(NetworkEvent.Closing(int connection, int code)) -> {
                holds(connection > closing, "the transport of connection %s is closed twice", connection);
                closing = connection;
            }
            case RunEvent.CallbackEnded(Callback.Init init, var thrown) when thrown != null -> isStarted = false;
            case RunEvent.OperationsApplied(var operations)
            when operations.stream()
                    .anyMatch(operation -> operation instanceof Operation.StopClient(StopReason.Ignored reason)) ->
                isStarted = false;
            case RunEvent.CallbackStarted(Callback.Terminate terminate, var state) -> terminated++;
            case RunEvent.CallbackStarted(var callback, var state) -> holds(!ended, "%s after the end", callback);
            case RunEvent.OnNetwork(NetworkEvent.Opening opening) -> holds(!ended, "%s after the end", opening);
            default -> {}
        }
    }

    @Override
    public void atEnd(RunView view) {
        holds(view.openTransports() == 0, "%s transports are left", view.openTransports());
        holds(view.tasks() == 0, "%s tasks and timers are left", view.tasks());
        holds(terminated == (isStarted ? 1 : 0), "terminate was called %s times", terminated);
        ended = true;
    }
}
