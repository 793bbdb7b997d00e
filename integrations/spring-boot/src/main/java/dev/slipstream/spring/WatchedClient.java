package dev.slipstream.spring;

import dev.slipstream.SlipstreamClient;
import dev.slipstream.core.DisconnectReason;
import dev.slipstream.core.Event;
import dev.slipstream.core.Reply;
import dev.slipstream.core.Socket;
import dev.slipstream.core.StopReason;

/**
 * Passes each callback to a client of the application, and reports the start and end of connections to the {@link
 * ClientWatch}.
 */
record WatchedClient(SlipstreamClient client, ClientWatch watch) implements SlipstreamClient {

    @Override
    public Socket init(Socket socket) {
        watch.begun();
        return client.init(socket);
    }

    /** Passes the event whole, so that the client's own {@code handleEvent} chooses the callback. */
    @Override
    public Socket handleEvent(Event event, Socket socket) {
        switch (event) {
            case Event.ChannelConnected connected -> watch.connected();
            case Event.ChannelConnectFailed(var failure) -> watch.ended(new DisconnectReason.ConnectFailed(failure));
            case Event.ChannelClosed(var reason) -> watch.ended(reason);
            case Event.OfTopic of -> {}
            case Event.ReplyReceived reply -> {}
            case Event.PushFailed failed -> {}
            case Event.Internal internal -> {}
        }
        return client.handleEvent(event, socket);
    }

    @Override
    public Socket handleOutcome(Object tag, Reply reply, Socket socket) {
        return client.handleOutcome(tag, reply, socket);
    }

    @Override
    public Socket handleInfo(Object message, Socket socket) {
        return client.handleInfo(message, socket);
    }

    @Override
    public Socket handleCast(Object message, Socket socket) {
        return client.handleCast(message, socket);
    }

    @Override
    public Socket handleCall(Object message, Socket socket) {
        return client.handleCall(message, socket);
    }

    @Override
    public Socket handleContinue(Object message, Socket socket) {
        return client.handleContinue(message, socket);
    }

    @Override
    public Socket handleFailure(Throwable thrown, String cause, Socket socket) {
        return client.handleFailure(thrown, cause, socket);
    }

    @Override
    public Socket terminate(StopReason reason, Socket socket) {
        return client.terminate(reason, socket);
    }
}
