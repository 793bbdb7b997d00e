package dev.slipstream.system.simulation.invariant;

import dev.slipstream.system.simulation.RunView;
import java.time.Duration;

/**
 * The start of a wait. Delays of the client or the connection after the start extend the deadline of the wait.
 *
 * @param delay the total delay before the start, as returned by {@link Scope#delay}
 */
record WaitStart(Duration at, Duration delay, Scope scope) {

    /** Selects the delays that extend the wait. */
    enum Scope {
        /** All delays of the client, because callbacks must run before the wait can end. */
        CLIENT {
            @Override
            Duration delay(RunView view) {
                return view.clientDelay();
            }
        },
        /** Only delays of the connection, because the connection ends the wait without callbacks. */
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

    /** Starts a wait for the connection. Callbacks do not delay the connection. */
    static WaitStart ofConnection(RunView view) {
        return ofConnection(view.now(), view);
    }

    static WaitStart ofConnection(Duration moment, RunView view) {
        return new WaitStart(moment, Scope.CONNECTION.delay(view), Scope.CONNECTION);
    }

    /** Returns whether a wait of length zero must be over by now, even if a timer ends the wait. */
    boolean isSettled(RunView view) {
        return isPast(Duration.ZERO, view);
    }

    /**
     * Returns whether a wait of length zero must be over by now if no timer ends the wait: more time has passed than
     * the delays took.
     */
    boolean isLate(RunView view) {
        Duration took = view.now().minus(at);
        return took.isPositive() && took.compareTo(scope.delay(view).minus(delay)) > 0;
    }

    /** Returns whether a wait of this length must be over by now. */
    boolean isPast(Duration span, RunView view) {
        Duration took = view.now().minus(at);
        Duration most = span.plus(view.timerGranularity());
        // The delay is expensive to compute, so the time without delays is checked first.
        return took.compareTo(most) > 0
                && took.compareTo(most.plus(scope.delay(view)).minus(delay)) > 0;
    }
}
