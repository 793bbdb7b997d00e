package dev.slipstream.process;

/**
 * The time of a process, read from the clock only if much time may have passed since the last read. A read of the clock
 * costs as much as several steps of a process, so steps that follow each other at once share one read.
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

    /** Notes that much time may have passed, because user code ran or the process had no work. */
    void passed() {
        usesLeft = 0;
    }

    /** As {@link #passed}, unless {@code isSoon}: the next use follows the last one at once. */
    void passedUnless(boolean isSoon) {
        usesLeft = isSoon ? usesLeft : 0;
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
