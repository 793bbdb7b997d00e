package dev.slipstream;

import dev.slipstream.core.DisconnectReason;
import dev.slipstream.core.Event;
import dev.slipstream.core.LeaveCause;
import dev.slipstream.core.Payload;
import dev.slipstream.core.PayloadMismatchException;
import dev.slipstream.core.Ref;
import dev.slipstream.core.Reply;
import dev.slipstream.core.Socket;
import dev.slipstream.core.StopReason;
import dev.slipstream.core.TopicCloseReason;

/**
 * The callbacks of a client. Each callback takes an event and a socket, and returns a socket.
 *
 * <p>Callbacks never overlap, and may block. Each receives the current socket. Each operation on a socket returns a new
 * socket, and the callback returns the last one. Then the client process applies all operations of the returned socket.
 * If a callback throws, or returns null or the socket of another callback, its operations are discarded.
 * {@link #handleFailure} then decides whether the client continues. By default the exception is logged and the client
 * continues. You need not override anything to stay connected: {@link dev.slipstream.core.ReconnectPolicy} decides
 * about lost connections and topics.
 */
public interface SlipstreamClient {

    /**
     * The first callback; connect here. To end the client at once, without a restart, return
     * {@code socket.stop(new StopReason.Ignored())}.
     */
    default Socket init(Socket socket) {
        return socket;
    }

    /**
     * The connection is open, for the first time or again. When this callback has returned, the client joins all topics
     * that user code has asked to join.
     */
    default Socket handleConnect(Socket socket) {
        return socket;
    }

    /**
     * The connection ended, or an attempt failed. The reconnect policy has decided: {@code socket.willReconnect()} is
     * true if the client will connect again after this callback. To overrule the policy, call {@code disconnect},
     * {@code reconnect}, {@code reconnectNow} or {@code connect}.
     */
    default Socket handleDisconnect(DisconnectReason reason, Socket socket) {
        return socket;
    }

    /**
     * A topic is joined, for the first time or again.
     *
     * <p>Calls of this method and of {@link #handleLeave} do not always come in pairs. If a topic is left before the
     * server has answered its join, only {@link #handleLeave} is called.
     */
    default Socket handleJoin(String topic, Payload response, Socket socket) {
        return socket;
    }

    /**
     * A topic was left. To know who left it, override the other {@code handleLeave}, which calls this method by
     * default.
     *
     * <p>This method is called once for each leave, even if the server never answered the join. So if a callback joins
     * a topic and leaves it at once, this method is called without an earlier {@link #handleJoin}. If user code asked
     * for a new join after the leave, {@code socket.isWanted(topic)} is true.
     */
    default Socket handleLeave(String topic, Socket socket) {
        return socket;
    }

    /**
     * A topic was left: by this client, or because its channel ended normally on the server. If the cause is
     * {@link LeaveCause#SERVER}, {@code socket.isWanted(topic)} says whether the policy joins the topic again.
     */
    default Socket handleLeave(String topic, LeaveCause cause, Socket socket) {
        return handleLeave(topic, socket);
    }

    /**
     * A join failed, the channel of a joined topic crashed, or the server forgot the join.
     * {@code socket.isWanted(topic)} is true if the client retries.
     */
    default Socket handleTopicClose(String topic, TopicCloseReason reason, Socket socket) {
        return socket;
    }

    /** The server sent a message on a joined topic. */
    default Socket handleMessage(String topic, String event, Payload payload, Socket socket) {
        return socket;
    }

    /** A message sent with {@code socket.push} got a reply, or it is certain that the message was not sent. */
    default Socket handleReply(Ref ref, Reply reply, Socket socket) {
        return socket;
    }

    /**
     * The outcome of a request with a tag: a reply, or {@link Reply.Lost}. Called at most once for each request. A
     * {@link dev.slipstream.core.ReplyHandler} gets the outcome of its request instead of this callback.
     */
    default Socket handleOutcome(Object tag, Reply reply, Socket socket) {
        return socket;
    }

    /** A message from user code: {@code RunningClient.send}, {@code socket.send} or a timer. */
    default Socket handleInfo(Object message, Socket socket) {
        return socket;
    }

    /** A message from {@code RunningClient.cast}. */
    default Socket handleCast(Object message, Socket socket) {
        return socket;
    }

    /**
     * A message from {@code RunningClient.call}. The message holds the {@link dev.slipstream.core.From} of the call;
     * answer the call now or later.
     */
    default Socket handleCall(Object message, Socket socket) {
        return socket;
    }

    /** A message from {@code socket.then}. */
    default Socket handleContinue(Object message, Socket socket) {
        return socket;
    }

    /**
     * A callback threw, and its operations are discarded. This method decides whether the client continues.
     *
     * <p>By default the exception is logged with the level ERROR, and the client continues. For each callback, the
     * first exception of each class is logged whole, with its message and stack trace. Further exceptions are counted,
     * and the count is logged at most once a minute. A {@link PayloadMismatchException} is not logged in this way: the
     * message is dropped, and counted in telemetry. To stop the client instead, return
     * {@code socket.stop(new StopReason.Failed(thrown))}.
     *
     * <p>In these cases the client always stops, and this method is not called:
     *
     * <ul>
     *   <li>{@code init} throws.
     *   <li>This method throws.
     *   <li>A callback throws a {@link VirtualMachineError} other than {@link StackOverflowError}.
     * </ul>
     *
     * <p>If a step of {@link RunningClient#run} throws an exception other than such an error, this method is not called
     * either. The stage of the step completes with the exception, and the client continues.
     *
     * @param cause the name of the callback that threw, such as {@code handleMessage}, even if {@link #handleEvent} is
     *     overridden. It is {@code replyHandler} if the handler of a request threw
     */
    default Socket handleFailure(Throwable thrown, String cause, Socket socket) {
        if (!(thrown instanceof PayloadMismatchException)) {
            FailureLog.log(thrown, cause, socket);
        }
        return socket;
    }

    /**
     * The last callback. The connection closes without waiting for this callback. A request in this callback, or in any
     * other callback while the client stops, has no outcome.
     */
    default Socket terminate(StopReason reason, Socket socket) {
        return socket;
    }

    /**
     * Receives every event of the connection. Override this to handle events with a {@code switch} instead of the
     * callbacks above.
     */
    default Socket handleEvent(Event event, Socket socket) {
        return switch (event) {
            case Event.ChannelConnected() -> handleConnect(socket);
            case Event.ChannelConnectFailed(var failure) ->
                handleDisconnect(new DisconnectReason.ConnectFailed(failure), socket);
            case Event.ChannelClosed(var reason) -> handleDisconnect(reason, socket);
            case Event.TopicJoinSucceeded(var topic, var response) -> handleJoin(topic, response, socket);
            case Event.TopicJoinFailed(var topic, var reason) -> handleTopicClose(topic, reason, socket);
            case Event.TopicJoinClosed(var topic, var reason) -> handleTopicClose(topic, reason, socket);
            case Event.TopicLeft(var topic, var cause) -> handleLeave(topic, cause, socket);
            case Event.MessageReceived(var topic, var name, var payload) -> handleMessage(topic, name, payload, socket);
            case Event.ReplyReceived(var ref, var reply) -> handleReply(ref, reply, socket);
            case Event.PushFailed(var ref, var failure) -> handleReply(ref, new Reply.Lost(failure, false), socket);
            case Event.Internal internal -> socket;
        };
    }
}
