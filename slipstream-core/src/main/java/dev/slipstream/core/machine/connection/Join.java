package dev.slipstream.core.machine.connection;

import dev.slipstream.core.Ref;
import dev.slipstream.core.machine.time.Deadlines;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One join of a topic, from its join message to its end. Joining the topic again makes a new {@code Join}. */
final class Join {

    private final Ref ref;
    private final String topic;
    private final long order;
    private final long answerDue;
    /** The strings and numbers of the join's params, as hashes. The log text of a response must not show them. */
    private final Secrets secrets;
    /** The head of a linked list of the requests (pushes with a timeout) that wait for a reply, oldest first. */
    private @Nullable SentPush firstRequest;

    private @Nullable SentPush lastRequest;
    private Status status = Status.REQUESTED;
    private @Nullable Ref leave;
    private boolean isUnsent;
    private boolean isAnswered;
    private Deadlines.@Nullable Entry<ConnectionTimer> due;
    /** The previous join of the same topic, if it has not ended. Only {@link Joins} sets this field. */
    @Nullable
    Join older;

    enum Status {
        /** The join is sent, and the server has not answered yet. */
        REQUESTED,
        /** The server accepted the join. */
        JOINED,
        /** The leave is sent. Messages of this join are dropped, except replies to its pushes. */
        LEAVING,
        /** The join has ended. Later messages of this join are dropped. */
        OVER
    }

    /**
     * Makes a requested join.
     *
     * @param order the number of messages that the connection sent before the join
     * @param answerDue when the join times out
     */
    Join(Ref ref, String topic, Secrets secrets, long order, long answerDue) {
        this.ref = ref;
        this.topic = topic;
        this.secrets = secrets;
        this.order = order;
        this.answerDue = answerDue;
    }

    Ref ref() {
        return ref;
    }

    String topic() {
        return topic;
    }

    Secrets secrets() {
        return secrets;
    }

    long order() {
        return order;
    }

    /** When the join times out. A leave does not change this time, because the server may still run the join. */
    long answerDue() {
        return answerDue;
    }

    Status status() {
        return status;
    }

    void become(Status next) {
        status = next;
    }

    /** Whether this is the topic's current join: requested or joined. */
    boolean isLive() {
        return status == Status.REQUESTED || status == Status.JOINED;
    }

    /** Whether the server answered the join. */
    boolean isAnswered() {
        return isAnswered;
    }

    void answered() {
        isAnswered = true;
    }

    /** Whether the join message could not be sent, so that the server never received it. */
    boolean isUnsent() {
        return isUnsent;
    }

    void unsent() {
        isUnsent = true;
    }

    /** The ref of the leave message; null if the client has not left the topic. */
    @Nullable
    Ref leave() {
        return leave;
    }

    void leaveBy(Ref sent) {
        leave = sent;
        status = Status.LEAVING;
    }

    /** The deadline of the answer to the join; after a leave, the deadline of the answer to the leave. */
    Deadlines.@Nullable Entry<ConnectionTimer> due() {
        return due;
    }

    void due(Deadlines.@Nullable Entry<ConnectionTimer> next) {
        due = next;
    }

    /** Adds a request that is sent on this join. */
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

    /** Removes a request that no longer waits for a reply. */
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

    /** Removes and returns the requests that wait for a reply, in the order in which they were sent. */
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
