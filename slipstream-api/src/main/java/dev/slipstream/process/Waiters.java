package dev.slipstream.process;

import java.time.Duration;

/** Makes waiters, which park threads. */
@FunctionalInterface
public interface Waiters {

    /** Returns a waiter for the current thread. */
    Waiter waiter();

    /** Parks one thread, until it gets a permit. A permit given before the wait is not lost. */
    interface Waiter {

        /**
         * Waits for a permit until this time, and takes it. May return earlier without a permit.
         *
         * @return false if the thread was interrupted
         */
        boolean parkUntil(Duration time);

        /** Gives a permit. Any thread may call this method. */
        void unpark();
    }
}
