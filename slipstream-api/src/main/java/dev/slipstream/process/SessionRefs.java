package dev.slipstream.process;

import dev.slipstream.core.Ref;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The refs of what sessions send. A session waits for one thing at a time, and that is what it sent last: an outcome of
 * anything before it is nobody's.
 */
final class SessionRefs {

    private static final String PREFIX = "s";

    private final AtomicLong last = new AtomicLong();

    /** Allots one more; for whoever drains. */
    Ref next() {
        return new Ref(PREFIX + last.incrementAndGet());
    }

    /** Whether nobody can wait for this any more; from any thread. */
    boolean isPast(Ref ref) {
        return isOne(ref) && !ref.value().equals(PREFIX + last.get());
    }

    static boolean isOne(Ref ref) {
        return ref.value().startsWith(PREFIX);
    }
}
