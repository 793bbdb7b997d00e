package dev.slipstream.core.machine.connection;

import dev.slipstream.core.Ref;
import dev.slipstream.core.machine.time.Deadlines;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A push that was sent and may get a reply. A request is also its own timer and its own list node among the requests
 * of its join, because requests are frequent.
 */
final class SentPush extends Deadlines.Entry<ConnectionTimer> implements ConnectionTimer {

    private final Ref ref;
    private final Join join;
    private final @Nullable Duration timeout;
    /** The neighbors in the list of its join's requests; only the join sets them. */
    @Nullable
    SentPush before;

    @Nullable
    SentPush after;

    /** The timeout is null for a plain push, which may get no reply. */
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
