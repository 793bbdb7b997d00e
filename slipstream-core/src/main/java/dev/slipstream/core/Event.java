package dev.slipstream.core;

/**
 * An event that a connection reports to its client.
 *
 * <p>The connection process sends each event, except {@link Internal} events, to the client process as a
 * {@link Signature.OfEvent}. In the client process, the event first changes the state of the socket and then reaches a
 * callback. The events of one connection arrive in the order of its frames. The last event is {@link ChannelClosed} or
 * {@link ChannelConnectFailed}.
 */
public sealed interface Event {

    /** The result of an attempt to connect. */
    sealed interface ConnectAnswer extends Event permits ChannelConnected, ChannelConnectFailed {}

    /** The result of a join. */
    sealed interface JoinAnswer extends OfTopic permits TopicJoinSucceeded, TopicJoinFailed {}

    /** An event of one topic. */
    sealed interface OfTopic extends Event
            permits JoinAnswer, TopicJoinClosed, TopicLeft, MessageReceived, TopicLeaveAccepted {

        /** The topic of the event. */
        String topic();
    }

    /** An event that only telemetry shows; no callback receives it. */
    sealed interface Internal extends Event
            permits TopicLeaveAccepted, HeartbeatAcknowledged, PingReceived, PongReceived, ParentProcessExited, NoOp {}

    /** The websocket is open: the server answered 101 with the right accept key. Reaches {@code handleConnect}. */
    record ChannelConnected() implements ConnectAnswer {}

    /** The attempt to connect failed. Reaches {@code handleDisconnect} as {@code ConnectFailed}. */
    record ChannelConnectFailed(Failure failure) implements ConnectAnswer {}

    /** The connection ended, so no topic is joined any more. Reaches {@code handleDisconnect}. */
    record ChannelClosed(DisconnectReason reason) implements Event {}

    /** The server answered a {@code phx_join} with status ok. Reaches {@code handleJoin}. */
    record TopicJoinSucceeded(String topic, Payload response) implements JoinAnswer {}

    /** The join failed, for example because the server refused the join. Reaches {@code handleTopicClose}. */
    record TopicJoinFailed(String topic, TopicCloseReason reason) implements JoinAnswer {}

    /**
     * The channel of a joined topic crashed ({@code phx_error}), or the server forgot the join. Reaches
     * {@code handleTopicClose}.
     */
    record TopicJoinClosed(String topic, TopicCloseReason reason) implements OfTopic {}

    /** The server answered a {@code phx_leave}. */
    record TopicLeaveAccepted(String topic) implements Internal, OfTopic {}

    /**
     * The leave is complete, or the server ended the channel normally ({@code phx_close}). Reaches
     * {@code handleLeave}.
     *
     * @param cause which side left; if both sides left at the same time, the side whose message the
     *     connection handled first
     */
    record TopicLeft(String topic, LeaveCause cause) implements OfTopic {

        /** Makes the event for a leave by this client. */
        public TopicLeft(String topic) {
            this(topic, LeaveCause.CLIENT);
        }
    }

    /** Any other message on a joined topic: a push or a broadcast by the server. Reaches {@code handleMessage}. */
    record MessageReceived(String topic, String event, Payload payload) implements OfTopic {}

    /**
     * The reply to a plain push, or the outcome of a request. {@code handleReply} receives the reply, and
     * {@code handleOutcome} receives the outcome.
     */
    record ReplyReceived(Ref ref, Reply reply) implements Event {}

    /** A plain push was certainly not sent. Reaches {@code handleReply} as {@code Lost(failure, false)}. */
    record PushFailed(Ref ref, Failure failure) implements Event {}

    /** The reply to the outstanding heartbeat arrived. */
    record HeartbeatAcknowledged(Ref ref) implements Internal {}

    /** A websocket ping arrived, and the transport answered the ping. */
    record PingReceived() implements Internal {}

    /** A websocket pong arrived. A pong does not count as a reply to a heartbeat. */
    record PongReceived() implements Internal {}

    /**
     * The client that owns this connection ended.
     *
     * @param reason the {@link StopReason} as text. If the reason is a throwable, the text names only the class
     */
    record ParentProcessExited(String reason) implements Internal {}

    /**
     * A {@code phx_reply} to a frame that the connection sent on its own, such as the leave after a join timeout.
     * The connection does not need the reply, so the event has no effect.
     */
    record NoOp() implements Internal {}
}
