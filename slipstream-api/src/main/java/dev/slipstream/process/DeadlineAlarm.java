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

    private final Scheduler scheduler;
    private final Runnable ring;
    private final Consumer<Throwable> failed;
    private @Nullable Armed armed;

    /** What the scheduler was asked for; that it rang says so of itself alone, however late it does. */
    private final class Armed {

        private final Duration at;
        private Scheduler.@Nullable Alarm alarm;
        private volatile boolean rang;

        Armed(Duration at) {
            this.at = at;
        }

        void ring() {
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

    /** Sees to it that it rings at this time at the latest; null takes it back. For whoever drains. */
    void set(@Nullable Duration next) {
        Armed before = armed;
        if (next != null && before != null && !before.rang && before.at.compareTo(next) <= 0) {
            return;
        }
        if (before != null) {
            before.cancel();
        }
        armed = next == null ? null : arm(next);
    }

    private @Nullable Armed arm(Duration next) {
        Armed fresh = new Armed(next);
        try {
            fresh.alarm = scheduler.at(next, fresh::ring);
            return fresh;
        } catch (Throwable thrown) {
            failed.accept(thrown);
            return null;
        }
    }
}
