package dev.slipstream.core.machine.websocket;

import java.util.function.LongSupplier;

/**
 * What all websockets of a library share.
 *
 * @param name of the library, in failures that nobody expected
 * @param log receives exceptions that are thrown after the end, when no listener can receive them
 * @param clock the time in nanoseconds, of a clock that never goes back
 */
public record WebSocketLibrary(String name, System.Logger log, LongSupplier clock, Delays delays) {

    /** Runs tasks later. */
    @FunctionalInterface
    public interface Delays {

        /**
         * Runs a task on any thread when so many nanoseconds have passed by the clock, and not earlier.
         *
         * @return cancels the task
         */
        Runnable after(long nanos, Runnable task);
    }
}
