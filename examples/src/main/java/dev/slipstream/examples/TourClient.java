package dev.slipstream.examples;

import dev.slipstream.SlipstreamClient;
import dev.slipstream.core.Configuration;
import dev.slipstream.core.DisconnectReason;
import dev.slipstream.core.Payload;
import dev.slipstream.core.Reply;
import dev.slipstream.core.Socket;
import dev.slipstream.core.TopicCloseReason;
import java.util.function.Consumer;

/** Connects, and passes every event to a listener. The tour itself joins, pushes and leaves. */
final class TourClient implements SlipstreamClient {

    private final Configuration configuration;
    private final Consumer<TourEvent> listener;

    TourClient(Configuration configuration, Consumer<TourEvent> listener) {
        this.configuration = configuration;
        this.listener = listener;
    }

    @Override
    public Socket init(Socket socket) {
        return socket.connect(configuration);
    }

    @Override
    public Socket handleConnect(Socket socket) {
        listener.accept(new TourEvent.Connected());
        return socket;
    }

    @Override
    public Socket handleDisconnect(DisconnectReason reason, Socket socket) {
        listener.accept(new TourEvent.Disconnected(reason));
        return socket;
    }

    @Override
    public Socket handleJoin(String topic, Payload response, Socket socket) {
        listener.accept(new TourEvent.Joined(topic));
        return socket;
    }

    @Override
    public Socket handleTopicClose(String topic, TopicCloseReason reason, Socket socket) {
        listener.accept(new TourEvent.TopicClosed(reason));
        return socket;
    }

    @Override
    public Socket handleLeave(String topic, Socket socket) {
        listener.accept(new TourEvent.Left(topic));
        return socket;
    }

    @Override
    public Socket handleMessage(String topic, String event, Payload payload, Socket socket) {
        listener.accept(new TourEvent.Said(event, payload));
        return socket;
    }

    @Override
    public Socket handleOutcome(Object tag, Reply reply, Socket socket) {
        listener.accept(new TourEvent.Outcome(tag, reply));
        return socket;
    }
}
