package dev.slipstream.system.simulation.invariant;

import dev.slipstream.core.Operation;
import dev.slipstream.core.machine.Callback;
import dev.slipstream.system.simulation.Run;
import dev.slipstream.system.simulation.Sight;
import dev.slipstream.system.simulation.Trouble;

/** Whether the client has been told to end, or will know of itself that it must. */
final class Stopping {

    private boolean now;

    boolean isNow() {
        return now;
    }

    void on(Sight sight) {
        now |= switch (sight) {
            case Sight.Outside(var what) -> what.equals(Run.STOP) || what.equals(Trouble.EXECUTOR_REFUSED.name());
            case Sight.Applied(var operations) -> operations.stream().anyMatch(Operation.StopClient.class::isInstance);
            case Sight.Ended(Callback.OfFailure failure, var thrown) -> thrown != null;
            case Sight.Ended(var callback, var thrown) -> thrown instanceof OutOfMemoryError;
            case Sight.Began(Callback.Terminate terminate, var state) -> true;
            case Sight.Began other -> false;
            case Sight.Awaited awaited -> false;
            case Sight.Net net -> false;
            case Sight.Noted noted -> false;
            case Sight.Logged logged -> false;
        };
    }
}
