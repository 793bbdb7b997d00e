package dev.slipstream.process;

import dev.slipstream.core.Ref;

/**
 * The refs of what sessions send. A session waits for one thing at a time, and that is what it sent last: an outcome of
 * anything before it is nobody's.
 */
final class SessionRefs {

    private static final String PREFIX = "s";

    private volatile long last;

    /** Allots one more; for whoever drains. */
    Ref next() {
        long next = last + 1; // nobody else writes it
        last = next;
        return new Ref(PREFIX + next);
    }

    /** Whether nobody can wait for this any more; from any thread. */
    boolean isPast(Ref ref) {
        return isOne(ref) && !ref.value().equals(PREFIX + last);
    }

    static boolean isOne(Ref ref) {
        return ref.value().startsWith(PREFIX);
    }
}
