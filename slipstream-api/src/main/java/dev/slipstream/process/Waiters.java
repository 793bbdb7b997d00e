package dev.slipstream.process;

import java.time.Duration;

/** Makes waiters, which park threads. */
@FunctionalInterface
public interface Waiters {

    /** Returns a waiter for the current thread. */
    Waiter waiter();

    /** Parks one thread. A permit given before the wait is not lost. */
    interface Waiter {

        /**
         * Waits for a permit, and takes it. Returns at this time without one, and may return early.
         *
         * @return false if the thread was interrupted
         */
        boolean parkUntil(Duration time);

        /** Gives a permit; any thread may call it. */
        void unpark();
    }
}
