package dev.slipstream.process;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A timer that fires at the next deadline of its owner, or earlier.
 *
 * <p>If the next deadline becomes later, the timer is not moved. The timer then fires early, finds nothing due, and is
 * set again. So requests that set and cancel their deadlines cause no calls of the scheduler.
 */
final class DeadlineTimer {

    /** Later than any deadline. */
    static final long NEVER = Long.MAX_VALUE;

    /** The object that the timer wakes. */
    interface Owner {

        /** Wakes the owner, because a deadline may be due. */
        void wake();

        /** Reports that the scheduler threw and the timer could not be set. */
        void failed(Throwable thrown);
    }

    private final Scheduler scheduler;
    private final Owner owner;
    private @Nullable Armed armed;

    /**
     * One task of the scheduler. A replaced task may still run. It then sets only its own flag, not the flag of the
     * newer task.
     */
    private final class Armed implements Runnable {

        private final long at;
        private Scheduler.@Nullable Timer timer;
        private volatile boolean hasFired;

        Armed(long at) {
            this.at = at;
        }

        @Override
        public void run() {
            hasFired = true;
            owner.wake();
        }

        void cancel() {
            if (timer != null) {
                timer.cancel();
            }
        }
    }

    DeadlineTimer(Scheduler scheduler, Owner owner) {
        this.scheduler = scheduler;
        this.owner = owner;
    }

    /**
     * Sets the timer to fire at this time, in nanoseconds, or earlier; {@link #NEVER} cancels it. Only for the
     * draining thread.
     */
    void set(long next) {
        Armed before = armed;
        if (next != NEVER && before != null && !before.hasFired && before.at <= next) {
            return;
        }
        if (before != null) {
            before.cancel();
        }
        armed = next == NEVER ? null : arm(next);
    }

    private @Nullable Armed arm(long next) {
        Armed fresh = new Armed(next);
        try {
            fresh.timer = scheduler.at(Duration.ofNanos(next), fresh);
            return fresh;
        } catch (Throwable thrown) {
            owner.failed(thrown);
            return null;
        }
    }
}
