package dev.slipstream.process;

import java.time.Duration;

/** Says how much time went by since some moment that never changes. */
@FunctionalInterface
public interface Clock {

    Duration now();

    /** The same in nanoseconds. */
    default long nanos() {
        return now().toNanos();
    }
}
