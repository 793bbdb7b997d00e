package dev.slipstream.core.machine;

import dev.slipstream.core.Command;
import dev.slipstream.core.JoinParams;
import dev.slipstream.core.Payload;
import dev.slipstream.core.PushBuffer;
import dev.slipstream.core.Ref;
import dev.slipstream.core.TopicCloseReason;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What a client keeps of one topic: how to join it again, how often that failed, and what waits for it. */
final class WantedTopic {

    private static final Duration LONGEST_TIMEOUT = Duration.ofSeconds(60);

    /**
     * A push that waits for its topic.
     *
     * @param due when its reply is too late
     * @param patience how long it waits for its topic
     */
    record HeldPush(Command.PushMessage push, Duration due, Duration patience, Deadlines.Entry<ClientTimer> expiry) {}

    /** What waits for the topic, in order. */
    SparseMap<Ref, HeldPush> held = SparseMap.none();

    /** By when it was wished, among all topics. */
    long order;

    @Nullable
    Payload params;

    /** Who is asked for the params instead, at the next joins. */
    @Nullable
    JoinParams supplier;
    /** The same, of a join that is to follow. */
    @Nullable
    JoinParams nextSupplier;
    /** The number of the asking that is under way; 0 is none. */
    long asking;

    @Nullable
    TopicCloseReason lastFailure;

    PushBuffer buffer = PushBuffer.NONE;
    /** The ref that the token gave a join which was never sent. */
    @Nullable
    Ref unusedRef;

    int failures;
    int timeouts;
    /** Whether the row of failures began with a topic that was joined. */
    boolean wasJoined;
    /** Leaves that are on their way: until they are through, what comes is of an earlier join. */
    int leaving;

    long heldBytes;
    Deadlines.@Nullable Entry<ClientTimer> rejoinTimer;
    Deadlines.@Nullable Entry<ClientTimer> stableTimer;
    Deadlines.@Nullable Entry<ClientTimer> paramsTimer;

    /** The deadline of the next join: twice as long as the timeout after each that was missed. */
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
