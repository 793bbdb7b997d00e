package dev.slipstream.examples;

import dev.slipstream.SlipstreamClient;
import dev.slipstream.core.Configuration;
import dev.slipstream.core.Event;
import dev.slipstream.core.Payload;
import dev.slipstream.core.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Forwards all messages of one topic to listeners in this application. */
final class Repeater implements SlipstreamClient {

    private final Configuration configuration;
    private final String topic;
    private final List<Consumer<Event.MessageReceived>> listeners = new CopyOnWriteArrayList<>();

    Repeater(Configuration configuration, String topic) {
        this.configuration = configuration;
        this.topic = topic;
    }

    /** Adds a listener. The client calls the listener in a callback, so the listener must not block. */
    void listen(Consumer<Event.MessageReceived> listener) {
        listeners.add(listener);
    }

    @Override
    public Socket init(Socket socket) {
        return socket.connect(configuration);
    }

    @Override
    public Socket handleConnect(Socket socket) {
        return socket.join(topic);
    }

    @Override
    public Socket handleMessage(String from, String event, Payload payload, Socket socket) {
        Event.MessageReceived message = new Event.MessageReceived(from, event, payload);
        listeners.forEach(listener -> listener.accept(message));
        return socket;
    }
}
