package dev.slipstream.core.machine.connection;

import dev.slipstream.core.Ref;
import dev.slipstream.core.machine.time.Deadlines;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A push that was sent and may get a reply. A request is a push with a timeout for its reply. To save memory, this
 * object is also the timer of the request, and its node in the list of the join's requests.
 */
final class SentPush extends Deadlines.Entry<ConnectionTimer> implements ConnectionTimer {

    private final Ref ref;
    private final Join join;
    private final @Nullable Duration timeout;
    /** The neighbors in the list of the join's requests. Only {@link Join} sets these two fields. */
    @Nullable
    SentPush before;

    @Nullable
    SentPush after;

    /** The timeout is null for a plain push, which has no deadline for a reply. */
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
