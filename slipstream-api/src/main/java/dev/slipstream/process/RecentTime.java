package dev.slipstream.process;

/**
 * The time of a process, read from the clock only if time may have passed since the last read. A read of the clock
 * costs as much as several steps of a process, so the steps between two calls of other code share one read.
 *
 * <p>Used only by the draining thread of the process.
 */
final class RecentTime {

    /** After this many uses the clock is read again, in case the steps themselves take long. */
    private static final int USES = 64;

    private final Clock clock;
    private long last;
    private int usesLeft;

    RecentTime(Clock clock) {
        this.clock = clock;
    }

    /** Notes that time may have passed: other code ran, or the thread waited. */
    void passed() {
        usesLeft = 0;
    }

    /** The current time in nanoseconds. */
    long now() {
        if (usesLeft == 0) {
            usesLeft = USES;
            last = clock.nanos();
        }
        usesLeft--;
        return last;
    }

    /** The time that {@link #now} returned last; 0 before the first call. */
    long last() {
        return last;
    }
}
