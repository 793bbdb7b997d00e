package dev.slipstream.core;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An operation that user code wrote on a socket.
 *
 * <p>The socket holds the operations of a callback. When the callback returns, the client process applies them in
 * order; if the callback throws, no operation is applied.
 */
public sealed interface Operation
        permits Command,
                Operation.MakeRequest,
                Operation.SendToSelf,
                Operation.CancelTimer,
                Operation.AnswerCaller,
                Operation.Retry,
                Operation.SetPushBuffer,
                Operation.SetJoinParams,
                Operation.StopClient {

    /**
     * Sends a request: a push whose only outcome arrives with the tag.
     *
     * @param tag returned unchanged with the outcome; tags need not be unique
     */
    record MakeRequest(Object tag, Command.PushMessage push) implements Operation {}

    /** Sends a message to this client itself. */
    sealed interface SendToSelf extends Operation {

        /** The message to deliver. */
        Object message();

        /** Reaches {@code handleInfo} after the messages that are already in the mailbox. */
        record Now(Object message) implements SendToSelf {}

        /** Reaches {@code handleInfo} once, after a delay. Replaces a timer with an equal key. */
        record After(Object key, Duration delay, Object message) implements SendToSelf {}

        /** Reaches {@code handleInfo} periodically. Replaces a timer with an equal key. */
        record Every(Object key, Duration period, Object message) implements SendToSelf {}

        /** Reaches {@code handleContinue} before any message in the mailbox. */
        record Next(Object message) implements SendToSelf {}

        /** Reaches {@code handleInfo} if nothing else reaches the client for this long. */
        record WhenIdle(Duration quiet, Object message) implements SendToSelf {}
    }

    /** Cancels the timer of this key; a tick that is already due is not delivered. */
    record CancelTimer(Object key) implements Operation {}

    /** Ends the wait of a caller on another thread. */
    sealed interface AnswerCaller extends Operation {

        /** The waiting caller. */
        From<?> from();

        /** Answers the caller with this value. */
        record Answer(From<?> from, @Nullable Object value) implements AnswerCaller {}

        /** Refuses the caller: its wait ends with an exception that has this message. */
        record Refusal(From<?> from, String why) implements AnswerCaller {}
    }

    /** A retry after the next delay of the backoff. */
    sealed interface Retry extends Operation {

        /** Connect again. */
        record Reconnect() implements Retry {}

        /** Connect again without waiting for the backoff. */
        record ReconnectNow() implements Retry {}

        /**
         * Join again.
         *
         * @param params empty to repeat the params of the last join
         */
        record Rejoin(Ref ref, String topic, Optional<Payload> params) implements Retry {}
    }

    /** Sets the buffer that keeps pushes while the topic is not joined. */
    record SetPushBuffer(String topic, PushBuffer buffer) implements Operation {}

    /**
     * Sets the supplier of params for the topic's later joins. The join operation that follows has empty params as a
     * placeholder.
     */
    record SetJoinParams(String topic, JoinParams params) implements Operation {}

    /** Ends the client: after this callback, only outcomes and {@code terminate} run. */
    record StopClient(StopReason reason) implements Operation {}
}
