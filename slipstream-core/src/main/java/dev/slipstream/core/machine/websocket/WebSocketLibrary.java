package dev.slipstream.core.machine.websocket;

import java.util.function.LongSupplier;

/**
 * The objects that all websockets of one library share.
 *
 * @param name the name of the library, for the text of unexpected failures
 * @param log receives the exceptions that are thrown after a websocket has ended and its listener gets no more calls
 * @param clock the time in nanoseconds; never goes back
 */
public record WebSocketLibrary(String name, System.Logger log, LongSupplier clock, Delays delays) {

    /** Runs tasks later. */
    @FunctionalInterface
    public interface Delays {

        /**
         * Runs a task on any thread when this many nanoseconds have passed, never earlier.
         *
         * @return a function that cancels the task
         */
        Runnable after(long nanos, Runnable task);
    }
}
