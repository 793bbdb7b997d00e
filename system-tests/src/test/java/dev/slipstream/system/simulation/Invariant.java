package dev.slipstream.system.simulation;

import org.jspecify.annotations.Nullable;

/** A condition that must hold in every run. A check throws an {@link AssertionError} if the condition is violated. */
public interface Invariant {

    /** Checks deadlines after simulated time advanced, before the next event is checked. */
    default void timePassed(RunView view) {}

    /** Checks an event of the run. */
    void on(RunEvent runEvent, RunView view);

    /** Checks the client at the end of the time without faults. */
    default void atRest(RunView view) {}

    /** Checks the client some time after it was stopped. */
    default void atEnd(RunView view) {}

    /** Throws an {@link AssertionError} with this message unless the condition is true. */
    static void holds(boolean condition, String message, @Nullable Object... args) {
        if (!condition) {
            throw new AssertionError(message.formatted(args));
        }
    }
}
