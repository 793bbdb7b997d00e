package dev.slipstream.process;

import java.time.Duration;

/** Where a callback waits for something to arrive. */
@FunctionalInterface
public interface Waiters {

    /** Returns a place for the current thread. */
    Waiter waiter();

    /** A place to wait at, for one thread. A permit that is given before it waits is not lost. */
    interface Waiter {

        /**
         * Waits for a permit, and takes it; returns at this time without one, and may return early for no reason.
         *
         * @return false if the thread was interrupted
         */
        boolean parkUntil(Duration time);

        /** Gives a permit; from any thread. */
        void unpark();
    }
}
