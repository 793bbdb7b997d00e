package dev.slipstream.core;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A command that a client sends to its connection, such as joining a topic.
 *
 * <p>Each command becomes at most one frame. The commands of one callback reach the connection together, in the order
 * of the calls in the callback.
 */
public sealed interface Command extends Operation {

    /**
     * Open a websocket. The answer is {@link Event.ConnectAnswer}.
     *
     * @param configuration the server, the timeouts and the bounds
     * @param credentials the credentials of this attempt, in addition to the credentials of the configuration
     */
    record OpenConnection(Configuration configuration, Credentials credentials) implements Command {}

    /**
     * Join a topic: {@code [ref, ref, topic, "phx_join", params]}. The answer is {@link Event.JoinAnswer}.
     *
     * @param timeout how long to wait for the answer, from the moment the frame is sent
     */
    record JoinTopic(Ref ref, String topic, Payload params, Duration timeout) implements Command {}

    /** Leave a topic: {@code [join_ref, ref, topic, "phx_leave", {}]}. The answer is {@link Event.TopicLeft}. */
    record LeaveTopic(Ref ref, String topic) implements Command {}

    /**
     * Push a message: {@code [join_ref, ref, topic, event, payload]}, or a binary frame. A reply arrives as
     * {@link Event.ReplyReceived}. A push with a timeout is a request. A push without a timeout is a plain push. If a
     * plain push was certainly not sent, {@link Event.PushFailed} reports it.
     *
     * @param timeout how long a request waits for its reply. Null for a plain push, because its reply may come at any
     *     time or never
     */
    record PushMessage(
            Ref ref,
            String topic,
            String event,
            Payload payload,
            @Nullable Duration timeout) implements Command {}

    /**
     * Push a message when the outbound queue has room. The caller gets exactly one answer: null when the transport
     * accepted the message, or the {@link Failure} that prevented the push.
     *
     * @param from the caller, whose thread waits for the answer
     * @param patience how long the push may wait for room
     */
    record OfferMessage(Ref ref, From<?> from, String topic, String event, Payload payload, Duration patience)
            implements Command {}

    /** Send a heartbeat now: {@code [null, ref, "phoenix", "heartbeat", {}]}. */
    record SendHeartbeat() implements Command {}

    /**
     * Close the websocket with close code 1000. The answer is {@link Event.ChannelClosed}. If the websocket is already
     * closed, there is no answer.
     */
    record CloseConnection() implements Command {}

    /** Ask the serializer to drop its spare buffers. There is no answer. */
    record CollectGarbage() implements Command {}
}
