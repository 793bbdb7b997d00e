package dev.slipstream.channels;

import dev.slipstream.SlipstreamClient;
import dev.slipstream.core.Configuration;
import dev.slipstream.core.Event;
import dev.slipstream.core.Socket;
import dev.slipstream.core.StopReason;

/** The callbacks behind a {@link ChannelSocket}: passes each event to its channel and to the socket's handlers. */
final class ChannelClient implements SlipstreamClient {

    private final Configuration configuration;
    private final SocketEvents handlers;
    private final OpenChannels channels;

    ChannelClient(Configuration configuration, SocketEvents handlers, OpenChannels channels) {
        this.configuration = configuration;
        this.handlers = handlers;
        this.channels = channels;
    }

    /** Connects. After a restart, it also joins the channels that the run before had joined. */
    @Override
    public Socket init(Socket socket) {
        handlers.connecting();
        Socket next = socket.connect(configuration);
        return next.fold(
                channels.all().stream()
                        .map(Channel::state)
                        .filter(ChannelState::isWanted)
                        .toList(),
                ChannelState::join);
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
                yield socket;
            }
            case Event.ChannelClosed closed -> {
                channels.all().forEach(channel -> channel.state().disconnected(closed, socket));
                handlers.disconnected(closed.reason(), socket.willReconnect());
                yield socket;
            }
            case Event.OfTopic of -> accept(of, socket);
            case Event.ReplyReceived reply -> socket; // to a push that asked for no reply
            case Event.PushFailed failed -> socket; // the client has reported it
            case Event.Internal internal -> socket;
        };
    }

    private Socket accept(Event.OfTopic event, Socket socket) {
        Channel channel = channels.find(event.topic());
        if (channel == null) {
            return socket; // joined by code other than a channel
        }
        try {
            return channel.state().accept(event, socket);
        } finally {
            if (!(event instanceof Event.MessageReceived) && channel.state().isOver()) {
                channels.release(channel);
            }
        }
    }

    /** A deadline of a presence view has passed. Other messages are for nobody. */
    @Override
    public Socket handleInfo(Object message, Socket socket) {
        if (message instanceof ChannelPresence.Deadline(var presence)) {
            presence.overdue(socket.isJoined(presence.snapshot().topic()));
        }
        return socket;
    }

    @Override
    public Socket terminate(StopReason reason, Socket socket) {
        channels.all().forEach(channel -> channel.state().stopped());
        handlers.stopped();
        return socket;
    }
}
