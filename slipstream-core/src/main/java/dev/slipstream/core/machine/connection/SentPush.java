package dev.slipstream.core.machine.connection;

import dev.slipstream.core.Command;
import dev.slipstream.core.Payload;
import dev.slipstream.core.Ref;
import dev.slipstream.core.machine.time.Deadlines;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A push that was sent and may get a reply. A request is a push with a timeout for its reply. To save memory, this
 * object is also the timer of the request and a node of the linked list of requests in {@link Join}.
 */
final class SentPush extends Deadlines.Entry<ConnectionTimer> implements ConnectionTimer {

    /** The placeholder for a payload that is not kept. */
    private static final Payload NOT_KEPT = new Payload.Omitted(0);

    private final Ref ref;
    private final Join join;
    /** The command of a request; null for a plain push. */
    private Command.@Nullable PushMessage request;
    /** The neighbors in the linked list of the join's requests. Only {@link Join} sets these two fields. */
    @Nullable
    SentPush before;

    @Nullable
    SentPush after;

    private SentPush(Ref ref, Join join, Command.@Nullable PushMessage request) {
        this.ref = ref;
        this.join = join;
        this.request = request;
    }

    /** Returns a push that has no deadline for its reply. */
    static SentPush plain(Ref ref, Join join) {
        return new SentPush(ref, join, null);
    }

    /** Returns a request if the command has a timeout, otherwise a plain push. */
    static SentPush of(Command.PushMessage push, Join join) {
        return new SentPush(push.ref(), join, push.timeout() == null ? null : push);
    }

    Ref ref() {
        return ref;
    }

    Join join() {
        return join;
    }

    /** How long to wait for the reply; null for a plain push. */
    @Nullable
    Duration timeout() {
        return request == null ? null : request.timeout();
    }

    boolean isRequest() {
        return request != null;
    }

    /**
     * The payload of a request, or {@link #NOT_KEPT}. The payload of a plain push is never kept, because many plain
     * pushes get no reply.
     */
    Payload payload() {
        return request == null ? NOT_KEPT : request.payload();
    }

    /** Drops the payload, to save memory. */
    void dropPayload() {
        if (request != null) {
            request = new Command.PushMessage(
                    request.ref(), request.topic(), request.event(), NOT_KEPT, request.timeout());
        }
    }

    @Override
    public String toString() {
        return isRequest() ? "RequestOverdue[ref=" + ref + ", after=" + timeout() + "]" : "Push[ref=" + ref + "]";
    }
}
