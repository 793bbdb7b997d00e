package dev.slipstream.core.machine;

import dev.slipstream.core.Ref;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One join of a topic, from its frame to its end; a topic that is joined again has another one. */
final class Join {

    private final Ref ref;
    private final String topic;
    private final long order;
    /** The requests that wait for a reply, each of which knows the next, in the order in which they were sent. */
    private @Nullable SentPush firstRequest;

    private @Nullable SentPush lastRequest;
    private Status status = Status.REQUESTED;
    private @Nullable Ref leave;
    private boolean isUnsent;
    private Deadlines.@Nullable Entry<ConnectionTimer> due;
    /** The one before it of the same topic, if that is not over; {@link Joins} alone sets it. */
    @Nullable
    Join older;

    enum Status {
        /** The frame is sent, the answer has not come. */
        REQUESTED,
        /** The server said ok. */
        JOINED,
        /** The leave is sent: what the server still sends of this join is dropped, but for replies to its pushes. */
        LEAVING,
        /** Whatever comes of it comes too late. */
        OVER
    }

    /**
     * Makes a join that is to be sent.
     *
     * @param order by when it is sent, among joins and heartbeats
     */
    Join(Ref ref, String topic, long order) {
        this.ref = ref;
        this.topic = topic;
        this.order = order;
    }

    Ref ref() {
        return ref;
    }

    String topic() {
        return topic;
    }

    long order() {
        return order;
    }

    Status status() {
        return status;
    }

    void become(Status next) {
        status = next;
    }

    /** Whether this is what the topic is joined by, or is to be. */
    boolean isLive() {
        return status == Status.REQUESTED || status == Status.JOINED;
    }

    /** Whether the server never heard of it. */
    boolean isUnsent() {
        return isUnsent;
    }

    void unsent() {
        isUnsent = true;
    }

    /** The ref of the leave, once it was sent. */
    @Nullable
    Ref leave() {
        return leave;
    }

    void leaveBy(Ref sent) {
        leave = sent;
        status = Status.LEAVING;
    }

    /** The deadline of the join, then that of the leave. */
    Deadlines.@Nullable Entry<ConnectionTimer> due() {
        return due;
    }

    void due(Deadlines.@Nullable Entry<ConnectionTimer> next) {
        due = next;
    }

    /** A request is sent that is of this join. */
    void add(SentPush request) {
        SentPush last = lastRequest;
        request.before = last;
        if (last == null) {
            firstRequest = request;
        } else {
            last.after = request;
        }
        lastRequest = request;
    }

    /** A request of this join waits no longer. */
    void remove(SentPush request) {
        SentPush before = request.before;
        SentPush after = request.after;
        if (before == null) {
            firstRequest = after;
        } else {
            before.after = after;
        }
        if (after == null) {
            lastRequest = before;
        } else {
            after.before = before;
        }
        request.before = null;
        request.after = null;
    }

    /** Takes out the requests that wait for a reply, in the order in which they were sent. */
    List<SentPush> takeRequests() {
        List<SentPush> taken = new ArrayList<>();
        for (SentPush request = firstRequest; request != null; request = firstRequest) {
            remove(request);
            taken.add(request);
        }
        return taken;
    }

    @Override
    public String toString() {
        return topic + "/" + ref + " " + status + (leave == null ? "" : " by " + leave);
    }
}
