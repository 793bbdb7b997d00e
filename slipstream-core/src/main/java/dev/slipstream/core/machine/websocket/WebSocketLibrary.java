package dev.slipstream.core.machine.websocket;

import java.util.function.LongSupplier;

/**
 * The parts of a transport that all its websockets share.
 *
 * @param name the library's name in unexpected failures
 * @param log receives exceptions that are thrown after the end, when the listener is no longer called
 * @param clock the time in nanoseconds; never goes back
 */
public record WebSocketLibrary(String name, System.Logger log, LongSupplier clock, Delays delays) {

    /** Runs tasks later. */
    @FunctionalInterface
    public interface Delays {

        /**
         * Runs a task on any thread once so many nanoseconds have passed, and not earlier.
         *
         * @return cancels the task
         */
        Runnable after(long nanos, Runnable task);
    }
}
