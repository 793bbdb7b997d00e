package dev.slipstream.system.simulation.invariant;

import dev.slipstream.core.Operation;
import dev.slipstream.core.machine.client.Callback;
import dev.slipstream.system.simulation.AppFault;
import dev.slipstream.system.simulation.RunEvent;

/** Tracks whether the client knows that it was asked to stop, or must stop because of an error. */
final class Stopping {

    private boolean now;

    boolean isNow() {
        return now;
    }

    void on(RunEvent runEvent) {
        now |= switch (runEvent) {
            case RunEvent.StopTaken taken -> true;
            case RunEvent.FromOutside(var what) -> what.equals(AppFault.EXECUTOR_REFUSED.name());
            case RunEvent.OperationsApplied(var operations) ->
                operations.stream().anyMatch(Operation.StopClient.class::isInstance);
            case RunEvent.CallbackEnded(Callback.OfFailure failure, var thrown) -> thrown != null;
            case RunEvent.CallbackEnded(var callback, var thrown) -> thrown instanceof OutOfMemoryError;
            case RunEvent.CallbackStarted(Callback.Terminate terminate, var state) -> true;
            case RunEvent.CallbackStarted other -> false;
            case RunEvent.EventAwaited awaited -> false;
            case RunEvent.PushWaits waits -> false;
            case RunEvent.PushEnded ended -> false;
            case RunEvent.JoinAwaited awaited -> false;
            case RunEvent.JoinWaitEnded ended -> false;
            case RunEvent.ParamsAsked asked -> false;
            case RunEvent.RequestMade made -> false;
            case RunEvent.RequestEnded ended -> false;
            case RunEvent.OnNetwork net -> false;
            case RunEvent.TelemetryObserved noted -> false;
            case RunEvent.Logged logged -> false;
            case RunEvent.OfProgram program -> false;
        };
    }
}
