package dev.slipstream.core;

/**
 * What a connection tells its client: a noun and a past verb.
 *
 * <p>Read from top to bottom this is what can happen to a client. A message of the server becomes an event in the
 * connection process, crosses to the client process as a {@link Signature.OfEvent}, changes the facts of the socket and
 * then reaches a callback. The events of one connection come in the order of its frames, and {@link ChannelClosed} or
 * {@link ChannelConnectFailed} is its last one.
 */
public sealed interface Event {

    /** What an attempt to connect ends with. */
    sealed interface ConnectAnswer extends Event permits ChannelConnected, ChannelConnectFailed {}

    /** What a join ends with. */
    sealed interface JoinAnswer extends Event permits TopicJoinSucceeded, TopicJoinFailed {
        /** The topic that was to be joined. */
        String topic();
    }

    /** What a connection notes for itself: telemetry shows it, no callback does. */
    sealed interface Internal extends Event
            permits TopicLeaveAccepted, HeartbeatAcknowledged, PingReceived, PongReceived, ParentProcessExited, NoOp {}

    /** The websocket is open (101 with the right accept key). Reaches {@code handleConnect}. */
    record ChannelConnected() implements ConnectAnswer {}

    /** The attempt failed; there was no connection. Reaches {@code handleDisconnect} as {@code ConnectFailed}. */
    record ChannelConnectFailed(Failure failure) implements ConnectAnswer {}

    /** The connection ended, and all topics with it. Reaches {@code handleDisconnect}. */
    record ChannelClosed(DisconnectReason reason) implements Event {}

    /** {@code phx_reply} with status ok to a {@code phx_join}. Reaches {@code handleJoin}. */
    record TopicJoinSucceeded(String topic, Payload response) implements JoinAnswer {}

    /** The join was refused or not answered in time. Reaches {@code handleTopicClose}. */
    record TopicJoinFailed(String topic, TopicCloseReason reason) implements JoinAnswer {}

    /** {@code phx_error} of the live join, or the server forgot it. Reaches {@code handleTopicClose}. */
    record TopicJoinClosed(String topic, TopicCloseReason reason) implements Event {}

    /** {@code phx_reply} to a {@code phx_leave}. */
    record TopicLeaveAccepted(String topic) implements Internal {}

    /** The leave is through, or the server ended the channel normally ({@code phx_close}). Reaches {@code handleLeave}. */
    record TopicLeft(String topic) implements Event {}

    /** Any other message on a joined topic: a push or a broadcast of the server. Reaches {@code handleMessage}. */
    record MessageReceived(String topic, String event, Payload payload) implements Event {}

    /**
     * The one outcome of a push that waits for one. Reaches {@code handleReply}, or {@code handleOutcome} where it was a
     * request.
     */
    record ReplyReceived(Ref ref, Reply reply) implements Event {}

    /** A plain push that certainly did not reach the server. Reaches {@code handleReply} as {@code Lost(failure, false)}. */
    record PushFailed(Ref ref, Failure failure) implements Event {}

    /** The reply to the heartbeat that was out. */
    record HeartbeatAcknowledged(Ref ref) implements Internal {}

    /** A websocket ping; the transport has answered it. */
    record PingReceived() implements Internal {}

    /** A websocket pong. It is no answer to a heartbeat. */
    record PongReceived() implements Internal {}

    /**
     * The client that owns this connection ended.
     *
     * @param reason the {@link StopReason} in words: of what a callback threw its class alone
     */
    record ParentProcessExited(String reason) implements Internal {}

    /**
     * {@code phx_reply} to what the connection sent of itself and waits for no longer: the leave behind a join that timed out, a
     * heartbeat before the close. It means nothing.
     */
    record NoOp() implements Internal {}
}
