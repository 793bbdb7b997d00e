package dev.slipstream.core;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a client asks of a connection: a verb and a noun.
 *
 * <p>Each command becomes at most one frame. Commands of one callback reach the connection together and in the order in
 * which they were written.
 */
public sealed interface Command {

    /**
     * Open a websocket. Answered by {@link Event.ConnectAnswer}.
     *
     * @param configuration where to, and all bounds
     * @param credentials what to show the server at this attempt, beside what the configuration always shows
     */
    record OpenConnection(Configuration configuration, Credentials credentials) implements Command {}

    /**
     * Join a topic: {@code [ref, ref, topic, "phx_join", params]}. Answered by {@link Event.JoinAnswer}.
     *
     * @param timeout how long to wait for the answer, from the moment the frame is sent
     */
    record JoinTopic(Ref ref, String topic, Payload params, Duration timeout) implements Command {}

    /** Leave a topic: {@code [join_ref, ref, topic, "phx_leave", {}]}. Answered by {@link Event.TopicLeft}. */
    record LeaveTopic(Ref ref, String topic) implements Command {}

    /**
     * Push a message: {@code [join_ref, ref, topic, event, payload]}, or its binary layout. A reply is
     * {@link Event.ReplyReceived}; what is known not to have been sent is {@link Event.PushFailed}.
     *
     * @param timeout how long to wait for the reply of a request; null for a plain push, whose reply may come at any
     *     time or never
     */
    record PushMessage(
            Ref ref,
            String topic,
            String event,
            Payload payload,
            @Nullable Duration timeout) implements Command {}

    /** Send a heartbeat now: {@code [null, ref, "phoenix", "heartbeat", {}]}. */
    record SendHeartbeat() implements Command {}

    /** Close the websocket with 1000. Answered by {@link Event.ChannelClosed}, or by nothing if it is closed already. */
    record CloseConnection() implements Command {}

    /** Let the serializer drop its spare buffers: a hint, which nothing answers. */
    record CollectGarbage() implements Command {}
}
