package dev.slipstream.core.machine.client;

import dev.slipstream.core.Command;
import dev.slipstream.core.JoinParams;
import dev.slipstream.core.Payload;
import dev.slipstream.core.PushBuffer;
import dev.slipstream.core.Ref;
import dev.slipstream.core.TopicCloseReason;
import dev.slipstream.core.machine.SparseMap;
import dev.slipstream.core.machine.time.Deadlines;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The state that a client keeps for one topic: how to join it again, its failures in a row, and its buffered pushes.
 */
final class WantedTopic {

    private static final Duration LONGEST_TIMEOUT = Duration.ofSeconds(60);

    /**
     * A push in the buffer of its topic.
     *
     * @param due the deadline of its reply
     * @param patience how long it may stay in the buffer
     */
    record HeldPush(Command.PushMessage push, Duration due, Duration patience, Deadlines.Entry<ClientTimer> expiry) {}

    /** The buffered pushes, in order. */
    SparseMap<Ref, HeldPush> held = SparseMap.none();

    /** The order among all topics in which it became wanted. */
    long order;

    @Nullable
    Payload params;

    /** The supplier of params for later joins, if any. */
    @Nullable
    JoinParams supplier;
    /** The supplier for the join that follows. */
    @Nullable
    JoinParams nextSupplier;
    /** The number of the pending question to the supplier; 0 if there is none. */
    long asking;

    @Nullable
    TopicCloseReason lastFailure;

    PushBuffer buffer = PushBuffer.NONE;
    /** The ref that a socket allotted to a join that was never sent. */
    @Nullable
    Ref unusedRef;

    int failures;
    int timeouts;
    /** Whether the failures in a row began with a topic that was joined. */
    boolean wasJoined;
    /** Unanswered leaves. Until they end, events belong to an earlier join. */
    int leaving;

    long heldBytes;
    Deadlines.@Nullable Entry<ClientTimer> rejoinTimer;
    Deadlines.@Nullable Entry<ClientTimer> stableTimer;
    Deadlines.@Nullable Entry<ClientTimer> paramsTimer;

    /** The timeout of the next join: it doubles after each one that was missed. */
    Duration joinTimeout(Duration timeout) {
        Duration patience = timeout;
        for (int missed = 0; missed < timeouts && patience.compareTo(LONGEST_TIMEOUT) < 0; missed++) {
            patience = patience.multipliedBy(2);
        }
        boolean capped = timeouts > 0 && patience.compareTo(LONGEST_TIMEOUT) > 0;
        return capped ? longer(LONGEST_TIMEOUT, timeout) : patience;
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    @Override
    public String toString() {
        return "failures=" + failures + ", timeouts=" + timeouts + ", leaving=" + leaving + ", held=" + held.size();
    }
}
