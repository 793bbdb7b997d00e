package dev.slipstream.core;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An operation that user code called on a socket.
 *
 * <p>The socket holds the operations of a callback. When the callback returns, the client process applies the
 * operations in order. If the callback throws, no operation is applied.
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
                Operation.LaterJoins,
                Operation.StopClient,
                Operation.NoEffect {

    /**
     * Sends a request: a push with exactly one outcome. The outcome arrives with the tag.
     *
     * @param tag returned unchanged with the outcome; tags need not be unique. If the tag is a {@link ReplyHandler},
     *     the client calls this handler with the outcome
     */
    record MakeRequest(Object tag, Command.PushMessage push) implements Operation {}

    /** Sends a message to this client itself. */
    sealed interface SendToSelf extends Operation {

        /** The message to deliver. */
        Object message();

        /** The message reaches {@code handleInfo} after the messages that are already in the mailbox. */
        record Now(Object message) implements SendToSelf {}

        /**
         * The message reaches {@code handleInfo} once, after a delay. This timer replaces a timer with an equal key.
         */
        record After(Object key, Duration delay, Object message) implements SendToSelf {}

        /** The message reaches {@code handleInfo} periodically. This timer replaces a timer with an equal key. */
        record Every(Object key, Duration period, Object message) implements SendToSelf {}

        /** The message reaches {@code handleContinue} before any message in the mailbox. */
        record Next(Object message) implements SendToSelf {}

        /** The message reaches {@code handleInfo} if nothing else reaches the client for this long. */
        record WhenIdle(Duration quiet, Object message) implements SendToSelf {}
    }

    /** Cancels the timer of this key. The message of the timer is not delivered, even if the timer was due. */
    record CancelTimer(Object key) implements Operation {}

    /** Ends the wait of a caller on another thread. */
    sealed interface AnswerCaller extends Operation {

        /** The waiting caller. */
        From<?> from();

        /** Answers the caller with this value. */
        record Answer(From<?> from, @Nullable Object value) implements AnswerCaller {}

        /** Refuses the caller: its wait ends with an exception that has this message. */
        record Refusal(From<?> from, String why) implements AnswerCaller {}

        /**
         * Ends the wait of a caller because the client has ended or is ending.
         *
         * @param why the reason why the client ended
         */
        record Ended(From<?> from, String why) implements AnswerCaller {}

        /** Ends the wait of a caller whose function or callback threw. */
        record Thrown(From<?> from, Throwable thrown) implements AnswerCaller {}
    }

    /** A retry of the connection or of a join, usually after the next delay of the backoff. */
    sealed interface Retry extends Operation {

        /** Connect again. */
        record Reconnect() implements Retry {}

        /** Connect again without waiting for the backoff. */
        record ReconnectNow() implements Retry {}

        /**
         * Join again.
         *
         * @param params the new params; if empty, the params of the last join are sent again
         */
        record Rejoin(Ref ref, String topic, Optional<Payload> params) implements Retry {}
    }

    /** Sets the buffer that keeps pushes while the topic is not joined. */
    record SetPushBuffer(String topic, PushBuffer buffer) implements Operation {}

    /**
     * Sets the supplier of params for the next join that user code asks for, and for all rejoins after it. The join
     * operation that follows this operation has empty params as a placeholder.
     */
    record SetJoinParams(String topic, JoinParams params) implements Operation {}

    /**
     * Sets the params of the later joins of a topic, and replaces earlier params and an earlier supplier. The topic is
     * requested or joined, so nothing is sent now.
     */
    sealed interface LaterJoins extends Operation {

        /** The topic of the joins. */
        String topic();

        /** Later joins have these params. */
        record WithParams(String topic, Payload params) implements LaterJoins {}

        /** Later joins have the params that this supplier gives. */
        record WithSupplier(String topic, JoinParams params) implements LaterJoins {}
    }

    /**
     * An operation that has no effect in the current state, such as a second leave. The client process only reports the
     * operation to telemetry, as {@link Observation.OperationDropped}.
     */
    record NoEffect(Operation operation) implements Operation {}

    /**
     * Ends the client. After this callback, the client calls only {@code handleDisconnect}, {@code terminate}, and the
     * callbacks that receive the outcomes of requests.
     */
    record StopClient(StopReason reason) implements Operation {}
}
