package dev.slipstream.process;

import java.time.Duration;

/** Returns the time elapsed since a fixed moment. */
@FunctionalInterface
public interface Clock {

    long nanos();

    /** As {@link #nanos}, as a duration. */
    default Duration now() {
        return Duration.ofNanos(nanos());
    }
}
