package dev.slipstream.process;

import java.time.Duration;

/** Calls back later. What it calls returns at once: it only wakes a process. */
@FunctionalInterface
public interface Scheduler {

    /** Runs the task when the clock has reached this time, or soon after. */
    Timer at(Duration time, Runnable task);

    /** A task that may still be taken back. */
    @FunctionalInterface
    interface Timer {
        void cancel();
    }
}
