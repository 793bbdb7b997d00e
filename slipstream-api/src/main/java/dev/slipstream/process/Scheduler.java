package dev.slipstream.process;

import java.time.Duration;

/** Runs tasks at a later time. Tasks must not block; they only wake a process. */
@FunctionalInterface
public interface Scheduler {

    /** Runs the task when the clock reaches this time, or soon after. */
    Timer at(Duration time, Runnable task);

    /** A task that can be cancelled. */
    @FunctionalInterface
    interface Timer {
        void cancel();
    }
}
