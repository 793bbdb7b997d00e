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
    private volatile boolean rang;
    private @Nullable Duration armed;
    private Scheduler.@Nullable Alarm alarm;

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
        if (rang) {
            rang = false;
            armed = null;
            alarm = null;
        }
        if (next != null && armed != null && armed.compareTo(next) <= 0) {
            return;
        }
        if (alarm != null) {
            alarm.cancel();
            alarm = null;
        }
        armed = next;
        if (next != null) {
            try {
                alarm = scheduler.at(next, this::ring);
            } catch (Throwable thrown) {
                armed = null;
                failed.accept(thrown);
            }
        }
    }

    private void ring() {
        rang = true;
        ring.run();
    }
}
