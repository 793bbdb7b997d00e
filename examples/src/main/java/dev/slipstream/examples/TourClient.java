package dev.slipstream.examples;

import dev.slipstream.SlipstreamClient;
import dev.slipstream.core.Configuration;
import dev.slipstream.core.DisconnectReason;
import dev.slipstream.core.Payload;
import dev.slipstream.core.Reply;
import dev.slipstream.core.Socket;
import dev.slipstream.core.TopicCloseReason;
import java.util.function.Consumer;

/** Connects, and tells all that it is told. What to do is the tour's to say. */
final class TourClient implements SlipstreamClient {

    private final Configuration configuration;
    private final Consumer<Heard> listener;

    TourClient(Configuration configuration, Consumer<Heard> listener) {
        this.configuration = configuration;
        this.listener = listener;
    }

    @Override
    public Socket init(Socket socket) {
        return socket.connect(configuration);
    }

    @Override
    public Socket handleConnect(Socket socket) {
        listener.accept(new Heard.Connected());
        return socket;
    }

    @Override
    public Socket handleDisconnect(DisconnectReason reason, Socket socket) {
        listener.accept(new Heard.Disconnected(reason));
        return socket;
    }

    @Override
    public Socket handleJoin(String topic, Payload response, Socket socket) {
        listener.accept(new Heard.Joined(topic));
        return socket;
    }

    @Override
    public Socket handleTopicClose(String topic, TopicCloseReason reason, Socket socket) {
        listener.accept(new Heard.TopicClosed(reason));
        return socket;
    }

    @Override
    public Socket handleLeave(String topic, Socket socket) {
        listener.accept(new Heard.Left(topic));
        return socket;
    }

    @Override
    public Socket handleMessage(String topic, String event, Payload payload, Socket socket) {
        listener.accept(new Heard.Said(event, payload));
        return socket;
    }

    @Override
    public Socket handleOutcome(Object tag, Reply reply, Socket socket) {
        listener.accept(new Heard.Outcome(tag, reply));
        return socket;
    }
}
