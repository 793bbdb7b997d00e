package dev.slipstream.core.machine;

import dev.slipstream.core.Ref;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A push that was sent, and that a reply may come to. A request is its own deadline, and its own place among the requests of
 * its join: of nothing else are there as many.
 */
final class SentPush extends Deadlines.Entry<ConnectionTimer> implements ConnectionTimer {

    private final Ref ref;
    private final Join join;
    private final @Nullable Duration timeout;
    /** Its neighbours among the requests of its join, which alone sets them. */
    @Nullable
    SentPush before;

    @Nullable
    SentPush after;

    /**
     * Makes a push that is about to be sent.
     *
     * @param join what it is sent on
     * @param timeout of a request; null on a plain push, whose reply nobody is promised
     */
    SentPush(Ref ref, Join join, @Nullable Duration timeout) {
        this.ref = ref;
        this.join = join;
        this.timeout = timeout;
    }

    Ref ref() {
        return ref;
    }

    Join join() {
        return join;
    }

    @Nullable
    Duration timeout() {
        return timeout;
    }

    boolean isRequest() {
        return timeout != null;
    }

    @Override
    public String toString() {
        return isRequest() ? "RequestOverdue[ref=" + ref + ", after=" + timeout + "]" : "Push[ref=" + ref + "]";
    }
}
