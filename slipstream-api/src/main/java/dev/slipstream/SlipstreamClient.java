package dev.slipstream;

import dev.slipstream.core.DisconnectReason;
import dev.slipstream.core.Event;
import dev.slipstream.core.Payload;
import dev.slipstream.core.PayloadMismatchException;
import dev.slipstream.core.Ref;
import dev.slipstream.core.Reply;
import dev.slipstream.core.Socket;
import dev.slipstream.core.StopReason;
import dev.slipstream.core.TopicCloseReason;

/**
 * A client: functions from what happened and a socket to a socket.
 *
 * <p>Callbacks never overlap, and may block. Each is given the socket as it is now, returns the one it made of it, and only
 * then is what it wrote carried out; one that throws wrote nothing, and {@link #handleFailure} decides. Without an
 * override nothing is done: connections and topics that are lost are got back all the same, as
 * {@link dev.slipstream.core.ReconnectPolicy} says.
 */
public interface SlipstreamClient {

    /** The first callback: the place to connect. Returning {@code stop(new StopReason.Ignored())} starts nothing. */
    default Socket init(Socket socket) {
        return socket;
    }

    /** The connection is open, for the first time or again. Wanted topics are joined when this has returned. */
    default Socket handleConnect(Socket socket) {
        return socket;
    }

    /** The connection ended, or an attempt failed. Whether it is tried again is decided when this has returned. */
    default Socket handleDisconnect(DisconnectReason reason, Socket socket) {
        return socket;
    }

    /** A topic is joined, for the first time or again. */
    default Socket handleJoin(String topic, Payload response, Socket socket) {
        return socket;
    }

    /** A topic was left: by us, or because its channel ended normally on the server. */
    default Socket handleLeave(String topic, Socket socket) {
        return socket;
    }

    /** A topic is not joined though nobody here left it. {@code socket.isWanted(topic)} tells whether it is tried again. */
    default Socket handleTopicClose(String topic, TopicCloseReason reason, Socket socket) {
        return socket;
    }

    /** The server sent a message on a joined topic. */
    default Socket handleMessage(String topic, String event, Payload payload, Socket socket) {
        return socket;
    }

    /** A plain push was answered, or certainly not sent. */
    default Socket handleReply(Ref ref, Reply reply, Socket socket) {
        return socket;
    }

    /** A request has its outcome, the only one. */
    default Socket handleOutcome(Object tag, Reply reply, Socket socket) {
        return socket;
    }

    /** A message from user code: {@code RunningClient.send}, {@code socket.send}, a timer. */
    default Socket handleInfo(Object message, Socket socket) {
        return socket;
    }

    /** A message from {@code RunningClient.cast}. */
    default Socket handleCast(Object message, Socket socket) {
        return socket;
    }

    /** A message from {@code RunningClient.call}: it holds its {@link dev.slipstream.core.From}, to be answered now or later. */
    default Socket handleCall(Object message, Socket socket) {
        return socket;
    }

    /** What {@code socket.then} goes on with. */
    default Socket handleContinue(Object message, Socket socket) {
        return socket;
    }

    /**
     * A callback threw; what it wrote is gone. By default a payload that did not fit is dropped, and anything else stops the
     * client.
     *
     * <p>Of a {@link VirtualMachineError} that is no {@link StackOverflowError} nothing is decided: the client stops, with
     * it as the reason.
     *
     * @param cause the name of the callback that threw, such as {@code handleMessage}, also where {@link #handleEvent} is
     *     overridden; {@code run} for a step of {@link RunningClient#run}
     */
    default Socket handleFailure(Throwable thrown, String cause, Socket socket) {
        return thrown instanceof PayloadMismatchException ? socket : socket.stop(new StopReason.Failed(thrown));
    }

    /**
     * The last callback; the connection is closed without waiting for it. Nothing follows it: a request that is made here,
     * or in whatever else is called while the client stops, has no outcome.
     */
    default Socket terminate(StopReason reason, Socket socket) {
        return socket;
    }

    /** Every event of the connection: this switch calls the callbacks above. To be overridden by who likes patterns. */
    default Socket handleEvent(Event event, Socket socket) {
        return switch (event) {
            case Event.ChannelConnected() -> handleConnect(socket);
            case Event.ChannelConnectFailed(var failure) ->
                handleDisconnect(new DisconnectReason.ConnectFailed(failure), socket);
            case Event.ChannelClosed(var reason) -> handleDisconnect(reason, socket);
            case Event.TopicJoinSucceeded(var topic, var response) -> handleJoin(topic, response, socket);
            case Event.TopicJoinFailed(var topic, var reason) -> handleTopicClose(topic, reason, socket);
            case Event.TopicJoinClosed(var topic, var reason) -> handleTopicClose(topic, reason, socket);
            case Event.TopicLeft(var topic) -> handleLeave(topic, socket);
            case Event.MessageReceived(var topic, var name, var payload) -> handleMessage(topic, name, payload, socket);
            case Event.ReplyReceived(var ref, var reply) -> handleReply(ref, reply, socket);
            case Event.PushFailed(var ref, var failure) -> handleReply(ref, new Reply.Lost(failure, false), socket);
            case Event.Internal internal -> socket;
        };
    }
}
