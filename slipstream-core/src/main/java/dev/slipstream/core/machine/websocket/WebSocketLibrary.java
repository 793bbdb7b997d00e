package dev.slipstream.core.machine.websocket;

import java.util.function.LongSupplier;

/**
 * The parts of a transport that all its websockets share.
 *
 * @param name the library's name in unexpected failures
 * @param log receives the exceptions thrown after the end of a websocket, when its listener gets no more calls
 * @param clock the time in nanoseconds; never goes back
 */
public record WebSocketLibrary(String name, System.Logger log, LongSupplier clock, Delays delays) {

    /** Runs tasks later. */
    @FunctionalInterface
    public interface Delays {

        /**
         * Runs a task on any thread after this many nanoseconds, never earlier.
         *
         * @return cancels the task when it is run
         */
        Runnable after(long nanos, Runnable task);
    }
}
