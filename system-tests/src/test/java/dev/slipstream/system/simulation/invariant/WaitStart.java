package dev.slipstream.system.simulation.invariant;

import dev.slipstream.system.simulation.RunView;
import java.time.Duration;

/**
 * The start of a wait, and how long the client or the connection had been delayed until then. Later delays extend the
 * deadline of the wait.
 *
 * @param delay the delay so far, as returned by {@link Scope#delay}
 */
record WaitStart(Duration at, Duration delay, Scope scope) {

    /** Determines which delays extend the wait. */
    enum Scope {
        /** The wait needs callbacks to run. */
        CLIENT {
            @Override
            Duration delay(RunView view) {
                return view.clientDelay();
            }
        },
        /** The connection acts without callbacks. */
        CONNECTION {
            @Override
            Duration delay(RunView view) {
                return view.connectionDelay();
            }
        };

        abstract Duration delay(RunView view);
    }

    static WaitStart now(RunView view) {
        return at(view.now(), view);
    }

    static WaitStart at(Duration moment, RunView view) {
        return new WaitStart(moment, Scope.CLIENT.delay(view), Scope.CLIENT);
    }

    /** Starts a wait on the connection, which callbacks do not delay. */
    static WaitStart ofConnection(RunView view) {
        return ofConnection(view.now(), view);
    }

    static WaitStart ofConnection(Duration moment, RunView view) {
        return new WaitStart(moment, Scope.CONNECTION.delay(view), Scope.CONNECTION);
    }

    /** Returns whether the wait must be over by now. */
    boolean isSettled(RunView view) {
        return isPast(Duration.ZERO, view);
    }

    /** Returns whether a wait of this length must be over by now. */
    boolean isPast(Duration span, RunView view) {
        Duration took = view.now().minus(at);
        Duration most = span.plus(view.timerGranularity());
        // Asking for the delay costs more than checking that no time passed.
        return took.compareTo(most) > 0
                && took.compareTo(most.plus(scope.delay(view)).minus(delay)) > 0;
    }
}
