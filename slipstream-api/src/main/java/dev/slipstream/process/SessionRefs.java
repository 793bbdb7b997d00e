package dev.slipstream.process;

import dev.slipstream.core.Ref;

/**
 * The refs of the pushes that sessions make. A session waits only for its last push, so outcomes of earlier pushes have
 * no receiver.
 */
final class SessionRefs {

    private static final String PREFIX = "s";

    private volatile long last;

    /** Returns the next ref. Only the draining thread (see {@link Drain}) may call this. */
    Ref next() {
        long next = last + 1; // only this thread writes it
        last = next;
        return new Ref(PREFIX + next);
    }

    /**
     * Whether this ref belongs to an earlier push of a session. No session can wait for the outcome of this push any
     * more. Any thread may call this.
     */
    boolean isPast(Ref ref) {
        return isOne(ref) && !ref.value().equals(PREFIX + last);
    }

    static boolean isOne(Ref ref) {
        return ref.value().startsWith(PREFIX);
    }
}
