package dev.slipstream.system.simulation.invariant;

import dev.slipstream.core.Letter;
import dev.slipstream.core.machine.Delivery;
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
            case Sight.Posted(var letters) -> letters.stream().anyMatch(Letter.Stop.class::isInstance);
            case Sight.Ended(Delivery.OfFailure failure, var thrown) -> thrown != null;
            case Sight.Ended(var delivery, var thrown) -> thrown instanceof OutOfMemoryError;
            case Sight.Began(Delivery.Terminate terminate, var facts) -> true;
            case Sight.Began other -> false;
            case Sight.Awaited awaited -> false;
            case Sight.Net net -> false;
            case Sight.Noted noted -> false;
            case Sight.Logged logged -> false;
        };
    }
}
