package dev.slipstream.channels;

import dev.slipstream.SlipstreamClient;
import dev.slipstream.core.Configuration;
import dev.slipstream.core.DisconnectReason;
import dev.slipstream.core.Event;
import dev.slipstream.core.Socket;
import dev.slipstream.core.StopReason;

/** The callbacks of a {@link ChannelSocket}'s client. They pass each event to its channel or the socket's handlers. */
final class ChannelClient implements SlipstreamClient {

    private final Configuration configuration;
    private final SocketEvents handlers;
    private final OpenChannels channels;
    private final ClientAccess access;

    ChannelClient(Configuration configuration, SocketEvents handlers, OpenChannels channels, ClientAccess access) {
        this.configuration = configuration;
        this.handlers = handlers;
        this.channels = channels;
        this.access = access;
    }

    /** Connects. After a restart, it also joins the channels that the program wants. */
    @Override
    public Socket init(Socket socket) {
        boolean isRestart = channels.isRestart(); // first, because a handler may end this run
        handlers.connecting();
        Socket next = socket.connect(configuration);
        if (isRestart) {
            for (Channel channel : channels.all()) {
                next = again(channel, next);
            }
        }
        return next;
    }

    /**
     * Joins a channel after a restart, if the program wants it. Otherwise takes the channel out of use, unless the
     * program has neither joined nor left it.
     */
    private Socket again(Channel channel, Socket socket) {
        boolean isLeft = channel.state().resume();
        if (!channel.state().isWanted()) {
            if (isLeft || channel.isAsked()) {
                channels.release(channel); // the last run could not do this while a join that it lost was not settled
            }
            return socket;
        }
        try {
            return channel.state().join(socket);
        } catch (IllegalArgumentException thrown) { // the params cannot be encoded, and no call waits for the join
            channel.state().cannotJoin();
            channels.release(channel);
            String join = "the join of " + channel.topic();
            access.report(join, join + " failed", thrown, channel.topic(), "");
            return socket;
        }
    }

    @Override
    public Socket handleEvent(Event event, Socket socket) {
        return switch (event) {
            case Event.ChannelConnected connected -> {
                handlers.connected();
                yield socket;
            }
            case Event.ChannelConnectFailed(var failure) -> {
                handlers.failed(failure, socket.willReconnect());
                endStreams(new DisconnectReason.ConnectFailed(failure), socket);
                yield socket;
            }
            case Event.ChannelClosed closed -> {
                channels.all().forEach(channel -> channel.state().disconnected(closed, socket));
                handlers.disconnected(closed.reason(), socket.willReconnect());
                endStreams(closed.reason(), socket);
                yield socket;
            }
            case Event.OfTopic of -> accept(of, socket);
            case Event.ReplyReceived reply -> socket; // the reply to a pushAndForget, which ignores it
            case Event.PushFailed failed -> socket; // the client has already reported the failure
            case Event.Internal internal -> socket;
        };
    }

    /**
     * Ends the streams if the client does not connect again. If the program itself ended the connection, the streams
     * stay open: {@link ChannelSocket#close} completes them later, or a restarted client continues them.
     */
    private void endStreams(DisconnectReason reason, Socket socket) {
        if (!socket.willReconnect() && !(reason instanceof DisconnectReason.Requested)) {
            channels.all().forEach(channel -> channel.state().gaveUp(reason));
        }
    }

    private Socket accept(Event.OfTopic event, Socket socket) {
        Channel channel = channels.find(event.topic());
        if (channel == null) {
            return socket; // the program joined this topic without a channel handle
        }
        try {
            return channel.state().accept(event, socket);
        } finally {
            if (!(event instanceof Event.MessageReceived)) {
                releaseIfOver(channel);
            }
        }
    }

    private void releaseIfOver(Channel channel) {
        if (channel.state().isOver()) {
            channels.release(channel);
        }
    }

    /** Handles the deadline of a presence view. Ignores other messages. */
    @Override
    public Socket handleInfo(Object message, Socket socket) {
        if (message instanceof ChannelPresence.Deadline(var presence)) {
            presence.overdue(socket.isJoined(presence.snapshot().topic()));
        }
        return socket;
    }

    @Override
    public Socket terminate(StopReason reason, Socket socket) {
        for (Channel channel : channels.all()) {
            boolean wasOver = channel.state().isOver(); // true also before the first join
            channel.state().stopped();
            if (!wasOver) {
                releaseIfOver(channel);
            }
        }
        handlers.stopped();
        return socket;
    }
}
