package dev.slipstream.process;

import java.time.Duration;

/** Returns the time elapsed since a fixed moment. */
@FunctionalInterface
public interface Clock {

    Duration now();

    /** As {@link #now}, in nanoseconds. */
    default long nanos() {
        return now().toNanos();
    }
}
