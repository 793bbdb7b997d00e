package dev.slipstream.process;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The one alarm of a process: it rings when its machine wants to be called, or before.
 *
 * <p>A deadline that moves away does not move the alarm: it rings, nothing is due, and it is set anew. So what is armed
 * and taken back with each request costs the scheduler nothing.
 */
final class DeadlineTimer {

    /** Later than any deadline. */
    static final long NEVER = Long.MAX_VALUE;

    /** The process that it wakes. */
    interface Owner {

        /** It rings: there may be something to do. */
        void wake();

        /** What a scheduler threw that could not be set. */
        void failed(Throwable thrown);
    }

    private final Scheduler scheduler;
    private final Owner owner;
    private @Nullable Armed armed;

    /** What the scheduler was asked for; that it rang says so of itself alone, however late it does. */
    private final class Armed implements Runnable {

        private final long at;
        private Scheduler.@Nullable Timer timer;
        private volatile boolean rang;

        Armed(long at) {
            this.at = at;
        }

        @Override
        public void run() {
            rang = true;
            owner.wake();
        }

        void cancel() {
            if (timer != null) {
                timer.cancel();
            }
        }
    }

    /** Makes an alarm that is not set. */
    DeadlineTimer(Scheduler scheduler, Owner owner) {
        this.scheduler = scheduler;
        this.owner = owner;
    }

    /** Sees to it that it rings at this time, in nanoseconds, at the latest; {@link #NEVER} takes it back. For whoever drains. */
    void set(long next) {
        Armed before = armed;
        if (next != NEVER && before != null && !before.rang && before.at <= next) {
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
