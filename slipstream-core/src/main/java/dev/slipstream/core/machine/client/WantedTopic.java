package dev.slipstream.core.machine.client;

import dev.slipstream.core.Command;
import dev.slipstream.core.Failure;
import dev.slipstream.core.JoinParams;
import dev.slipstream.core.LeaveCause;
import dev.slipstream.core.Observation;
import dev.slipstream.core.Payload;
import dev.slipstream.core.PushBuffer;
import dev.slipstream.core.Ref;
import dev.slipstream.core.TopicCloseReason;
import dev.slipstream.core.machine.FullQueue;
import dev.slipstream.core.machine.SparseMap;
import dev.slipstream.core.machine.time.Deadlines;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The state that a client keeps for one topic: the params of the next join, the failures in a row, the timer, and the
 * buffered pushes. {@link CurrentState} has the status of the topic.
 */
final class WantedTopic {

    private static final long LONGEST_TIMEOUT = Duration.ofSeconds(60).toNanos();

    /**
     * A push in the buffer of its topic.
     *
     * @param due the deadline of the reply to the push
     * @param patience how long the push may stay in the buffer, in nanoseconds
     */
    record HeldPush(Command.PushMessage push, long due, long patience, Deadlines.Entry<ClientTimer> expiry) {}

    private final String name;
    private final Deadlines<ClientTimer> deadlines;
    private SparseMap<Ref, HeldPush> held = SparseMap.none();
    private long heldBytes;
    private PushBuffer buffer = PushBuffer.NONE;

    /** The position of this topic in the order in which topics became wanted. */
    private long order;

    private @Nullable Payload params;
    /** The supplier of params for later joins, if any. */
    private @Nullable JoinParams supplier;
    /** The supplier of params for the next join that the user asks for, if any. */
    private @Nullable JoinParams nextSupplier;
    /** The number of the pending call of the supplier; 0 if no call is pending. */
    private long asking;
    /** The ref of a join that the user asked for and the client has not sent yet. */
    private @Nullable Ref unusedRef;

    private int failures;
    private int timeouts;
    private @Nullable TopicCloseReason lastFailure;
    /** True after the user left the topic, until the user joins it again or it closes. */
    private boolean isLeft;
    /** Whether the topic was joined when the current series of failures began. */
    private boolean wasJoined;
    /** The number of unanswered leaves. While a leave is unanswered, events of the topic belong to an earlier join. */
    private int leaving;
    /** The timer of the next join, of the supplier, or of the stable period. Only one timer is set at a time. */
    private Deadlines.@Nullable Entry<ClientTimer> timer;

    WantedTopic(String name, Deadlines<ClientTimer> deadlines) {
        this.name = name;
        this.deadlines = deadlines;
    }

    String name() {
        return name;
    }

    long order() {
        return order;
    }

    int leaving() {
        return leaving;
    }

    /** Why the topic ended; called only if the topic is not wanted. */
    JoinEnd end() {
        TopicCloseReason failure = isLeft ? null : lastFailure;
        return switch (failure) {
            case null -> new JoinEnd.Left(LeaveCause.CLIENT);
            case TopicCloseReason.Ended() -> new JoinEnd.Left(LeaveCause.SERVER);
            case TopicCloseReason reason -> new JoinEnd.Closed(reason);
        };
    }

    /** Returns the report that the client does not join the topic again. */
    Observation givenUp() {
        return lastFailure instanceof TopicCloseReason.Ended
                ? new Observation.TopicEnded(name)
                : new Observation.JoinAbandoned(name, lastFailureInWords());
    }

    /** Returns the report of the next join, which begins after this delay. */
    Observation rejoinScheduled(Duration delay) {
        return new Observation.RejoinScheduled(name, failures, delay, lastFailureInWords());
    }

    int failures() {
        return failures;
    }

    /** Whether this object may be removed once the socket state has forgotten the topic. */
    boolean isUnused() {
        return leaving == 0 && held.isEmpty();
    }

    /** Records that the user asked for a join. */
    void want(Command.JoinTopic join, long position) {
        order = position;
        isLeft = false;
        params = join.params();
        supplier = takeNextSupplier();
        unusedRef = join.ref();
        cancelTimer();
    }

    /** Sets the supplier of params for the next join that the user asks for. */
    void supply(JoinParams next) {
        nextSupplier = next;
    }

    /** Replaces the params of later joins, and removes the supplier. */
    void replaceParams(Payload next) {
        params = next;
        supplier = null;
    }

    /** Replaces the supplier of later joins. */
    void replaceSupplier(JoinParams next) {
        supplier = next;
    }

    /** Removes and returns the supplier of params for the next join that the user asks for, if any. */
    @Nullable
    JoinParams takeNextSupplier() {
        JoinParams taken = nextSupplier;
        nextSupplier = null;
        return taken;
    }

    /** The params of the next join. If there is a supplier, these params are only a placeholder. */
    @Nullable
    Payload params() {
        return params;
    }

    /** Returns the effect that asks the supplier for params; null if there is no supplier. */
    ClientEffect.@Nullable AskParams ask(long number, long due) {
        if (supplier == null) {
            return null;
        }
        setTimer(due, new ClientTimer.ParamsOverdue(name, number));
        asking = number;
        return new ClientEffect.AskParams(
                number, supplier, new JoinParams.Attempt(name, failures + 1, Optional.ofNullable(lastFailure)));
    }

    /** Whether the supplier was asked, and no join was sent yet. */
    boolean isAsking() {
        return asking != 0;
    }

    /** Whether the pending call of the supplier has this number. */
    boolean isAsking(long number) {
        return asking == number;
    }

    /** Removes and returns the ref of the join that the client has not sent yet, if any. */
    @Nullable
    Ref takeRef() {
        Ref taken = unusedRef;
        unusedRef = null;
        return taken;
    }

    /**
     * The timeout of the next join, in nanoseconds. It is {@code first}, doubled for each join that timed out since the
     * topic was last joined, but at most 60 s. If {@code first} is longer than 60 s, it is not doubled.
     */
    long joinTimeout(long first) {
        long timeout = first;
        for (int missed = 0; missed < timeouts && timeout < LONGEST_TIMEOUT; missed++) {
            timeout *= 2;
        }
        return Math.max(first, Math.min(timeout, LONGEST_TIMEOUT));
    }

    /**
     * The longest wait, in nanoseconds, for the answer to the current join, or to the next join if there is none.
     *
     * @param first the timeout of the first join
     * @param forParams the timeout of the supplier of params
     */
    long joinPatience(long first, long forParams) {
        return joinTimeout(first) + (supplier == null ? 0 : forParams);
    }

    /** Records that the server accepted the join. The number of earlier failures is reset after the stable period. */
    void joined(long stableAt) {
        timeouts = 0;
        lastFailure = null;
        setTimer(stableAt, new ClientTimer.JoinStable(name));
    }

    /** Forgets earlier failures, because the join has lasted for the stable period. */
    void stable() {
        failures = 0;
        wasJoined = false;
        lastFailure = null;
    }

    /** Records that a join failed, or that a joined topic closed. */
    void closed(TopicCloseReason reason, boolean isJoined) {
        wasJoined = failures == 0 ? isJoined : wasJoined;
        isLeft = false;
        failures++;
        lastFailure = KeptReason.of(reason);
        timeouts = reason instanceof TopicCloseReason.JoinTimedOut ? timeouts + 1 : timeouts;
        cancelTimer();
    }

    /** Describes {@link #lastFailure}; empty if nothing failed since the topic was last joined. */
    private String lastFailureInWords() {
        return switch (lastFailure) {
            case null -> "";
            case TopicCloseReason.JoinRefused(var response) -> "the server refused the join with " + response;
            case TopicCloseReason.JoinTimedOut() -> "the server did not answer the join in time";
            case TopicCloseReason.NotSent(var failure) -> "the join was not sent: " + FailureWords.of(failure);
            case TopicCloseReason.ParamsFailed(var detail) -> "no params for the join: " + detail;
            case TopicCloseReason.Crashed crashed -> "the channel crashed on the server";
            case TopicCloseReason.Ended() -> "the server ended the channel normally (phx_close)";
        };
    }

    /** Whether the topic was joined when the current series of failures began. */
    boolean wasJoined() {
        return wasJoined;
    }

    void joinAt(long time) {
        setTimer(time, new ClientTimer.JoinAgain(name));
    }

    /** Records that the user left the topic. Drops the timer, the ref and the supplier of the next join. */
    void unwant() {
        isLeft = true;
        cancelTimer();
        unusedRef = null;
        nextSupplier = null;
    }

    /** Notes that a leave is sent. */
    void leave() {
        leaving++;
    }

    /** Notes that a leave has ended. */
    void left() {
        leaving--;
    }

    /** Cancels the timer and the pending call of the supplier. */
    void cancelTimer() {
        deadlines.cancel(timer);
        timer = null;
        asking = 0;
    }

    private void setTimer(long time, ClientTimer next) {
        cancelTimer();
        timer = deadlines.set(time, next);
    }

    /** Sets the limits of the buffer for later pushes. */
    void buffer(PushBuffer bounds) {
        buffer = bounds;
    }

    /** Buffers a push. Returns a failure if the buffer has no room, otherwise null. */
    @Nullable
    Failure hold(Command.PushMessage push, long now) {
        if (buffer.messages() == 0) {
            return new Failure.NotJoined(name);
        }
        if (held.size() >= buffer.messages()) {
            return new Failure.Overflow(FullQueue.buffer(name), buffer.messages());
        }
        if (heldBytes + push.payload().retainedBytes() > buffer.bytes()) {
            return new Failure.Overflow(FullQueue.bufferBytes(name), buffer.bytes());
        }
        long limit = buffer.expiry().toNanos();
        long timeout = push.timeout() == null ? limit : push.timeout().toNanos();
        long patience = Math.min(timeout, limit);
        var expiry = deadlines.set(now + patience, new ClientTimer.PushExpired(name, push.ref()));
        held = held.with(push.ref(), new HeldPush(push, now + timeout, patience, expiry));
        heldBytes += push.payload().retainedBytes();
        return null;
    }

    /** Removes and returns the buffered pushes, in order. */
    List<HeldPush> release() {
        List<HeldPush> released = new ArrayList<>(held.values());
        released.forEach(waiting -> deadlines.cancel(waiting.expiry()));
        held.clear();
        heldBytes = 0;
        return released;
    }

    /** Removes and returns one buffered push that has expired. */
    @Nullable
    HeldPush expire(Ref ref) {
        HeldPush late = held.remove(ref);
        heldBytes -= late == null ? 0 : late.push().payload().retainedBytes();
        return late;
    }

    @Override
    public String toString() {
        return "order=" + order + ", failures=" + failures + ", wasJoined=" + wasJoined + ", timeouts=" + timeouts
                + ", last=" + lastFailure + ", leaving=" + leaving + ", asking=" + asking + ", unused ref=" + unusedRef
                + ", held=" + held.keySet() + " of " + heldBytes + " bytes";
    }
}
