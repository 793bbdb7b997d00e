package dev.slipstream.core;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a token's outbox holds: an operation of the user, sealed by its addressee.
 *
 * <p>The letters of a callback are posted in order when it returns, or not at all if it throws.
 */
public sealed interface Letter {

    /** To the connection: a command. */
    record ToConnection(Command command) implements Letter {}

    /**
     * To the server: a push whose one outcome comes back with the tag.
     *
     * @param tag comes back as it is; tags need not differ
     */
    record ToServer(Object tag, Command.PushMessage push) implements Letter {}

    /** To this client itself. */
    sealed interface ToSelf extends Letter {

        /** The message that will come. */
        Object message();

        /** Reaches {@code handleInfo} after what is in the mailbox already. */
        record Now(Object message) implements ToSelf {}

        /** Reaches {@code handleInfo} once, after a delay. Replaces the timer of an equal key. */
        record After(Object key, Duration delay, Object message) implements ToSelf {}

        /** Reaches {@code handleInfo} again and again. Replaces the timer of an equal key. */
        record Every(Object key, Duration period, Object message) implements ToSelf {}

        /** Reaches {@code handleContinue} before anything else does. */
        record Next(Object message) implements ToSelf {}

        /** Reaches {@code handleInfo} if nothing else reaches the client for so long. */
        record WhenIdle(Duration quiet, Object message) implements ToSelf {}
    }

    /** Ends the timer of this key; a tick of it that is due is not delivered. */
    record Cancel(Object key) implements Letter {}

    /** To a caller on another thread. */
    sealed interface ToCaller extends Letter {

        /** Who waits. */
        From<?> from();

        /** What it waited for. */
        record Answer(From<?> from, @Nullable Object value) implements ToCaller {}

        /** Why there will be no answer: the caller's wait ends with an exception of these words. */
        record Refusal(From<?> from, String why) implements ToCaller {}
    }

    /** To the client's own patience: try again, after the next delay of the backoff. */
    sealed interface Retry extends Letter {

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
    record Keep(String topic, Buffer buffer) implements Letter {}

    /** Who is asked for the params of the topic's next joins; those of the join that follows stand in for them. */
    record Supply(String topic, JoinParams params) implements Letter {}

    /** The client ends: this callback is the last one but {@code terminate}, and outcomes. */
    record Stop(StopReason reason) implements Letter {}
}
