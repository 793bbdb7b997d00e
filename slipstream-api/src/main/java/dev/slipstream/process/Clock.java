package dev.slipstream.process;

import java.time.Duration;
import java.time.Instant;

/** Returns the time elapsed since a fixed moment. */
@FunctionalInterface
public interface Clock {

    long nanos();

    /** As {@link #nanos}, as a duration. */
    default Duration now() {
        return Duration.ofNanos(nanos());
    }

    /**
     * The date and time, for comparison with dates that a server sends. By default, the clock counts from the beginning
     * of 1970, so that a simulated clock gives the same dates in each run.
     */
    default Instant date() {
        return Instant.EPOCH.plusNanos(nanos());
    }
}
