package dev.slipstream.process;

import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The one alarm of a process: it rings when its machine wants to be called, or before.
 *
 * <p>A deadline that moves away does not move the alarm: it rings, nothing is due, and it is set anew. So what is armed
 * and taken back with each request costs the scheduler nothing.
 */
final class DeadlineAlarm {

    /** Later than any deadline. */
    static final long NEVER = Long.MAX_VALUE;

    private final Scheduler scheduler;
    private final Runnable ring;
    private final Consumer<Throwable> failed;
    private @Nullable Armed armed;

    /** What the scheduler was asked for; that it rang says so of itself alone, however late it does. */
    private final class Armed implements Runnable {

        private final long at;
        private Scheduler.@Nullable Alarm alarm;
        private volatile boolean rang;

        Armed(long at) {
            this.at = at;
        }

        @Override
        public void run() {
            rang = true;
            ring.run();
        }

        void cancel() {
            if (alarm != null) {
                alarm.cancel();
            }
        }
    }

    /**
     * Makes an alarm that is not set.
     *
     * @param ring only wakes the process
     * @param failed is told what a scheduler threw that could not be set
     */
    DeadlineAlarm(Scheduler scheduler, Runnable ring, Consumer<Throwable> failed) {
        this.scheduler = scheduler;
        this.ring = ring;
        this.failed = failed;
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
            fresh.alarm = scheduler.at(Duration.ofNanos(next), fresh);
            return fresh;
        } catch (Throwable thrown) {
            failed.accept(thrown);
            return null;
        }
    }
}
