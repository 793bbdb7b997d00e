package dev.slipstream.core;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a token's outbox holds: an operation of the user, sealed by its addressee.
 *
 * <p>The letters of a callback are posted in order when it returns, or not at all if it throws.
 */
public sealed interface Operation {

    /** To the connection: a command. */
    record OfCommand(Command command) implements Operation {}

    /**
     * To the server: a push whose one outcome comes back with the tag.
     *
     * @param tag comes back as it is; tags need not differ
     */
    record MakeRequest(Object tag, Command.PushMessage push) implements Operation {}

    /** To this client itself. */
    sealed interface SendToSelf extends Operation {

        /** The message that will come. */
        Object message();

        /** Reaches {@code handleInfo} after what is in the mailbox already. */
        record Now(Object message) implements SendToSelf {}

        /** Reaches {@code handleInfo} once, after a delay. Replaces the timer of an equal key. */
        record After(Object key, Duration delay, Object message) implements SendToSelf {}

        /** Reaches {@code handleInfo} again and again. Replaces the timer of an equal key. */
        record Every(Object key, Duration period, Object message) implements SendToSelf {}

        /** Reaches {@code handleContinue} before anything else does. */
        record Next(Object message) implements SendToSelf {}

        /** Reaches {@code handleInfo} if nothing else reaches the client for so long. */
        record WhenIdle(Duration quiet, Object message) implements SendToSelf {}
    }

    /** Ends the timer of this key; a tick of it that is due is not delivered. */
    record CancelTimer(Object key) implements Operation {}

    /** To a caller on another thread. */
    sealed interface AnswerCaller extends Operation {

        /** Who waits. */
        From<?> from();

        /** What it waited for. */
        record Answer(From<?> from, @Nullable Object value) implements AnswerCaller {}

        /** Why there will be no answer: the caller's wait ends with an exception of these words. */
        record Refusal(From<?> from, String why) implements AnswerCaller {}
    }

    /** To the client's own patience: try again, after the next delay of the backoff. */
    sealed interface Retry extends Operation {

        /** Connect again. */
        record Reconnect() implements Retry {}

        /** Connect again, and do not wait for the backoff. */
        record ReconnectNow() implements Retry {}

        /**
         * Join again.
         *
         * @param params null for those of the last join
         */
        record Rejoin(Ref ref, String topic, @Nullable Payload params) implements Retry {}
    }

    /** What the topic keeps while it is not joined, from now on. */
    record SetPushBuffer(String topic, PushBuffer buffer) implements Operation {}

    /** Who is asked for the params of the topic's next joins; those of the join that follows stand in for them. */
    record SetJoinParams(String topic, JoinParams params) implements Operation {}

    /** The client ends: this callback is the last one but {@code terminate}, and outcomes. */
    record StopClient(StopReason reason) implements Operation {}
}
