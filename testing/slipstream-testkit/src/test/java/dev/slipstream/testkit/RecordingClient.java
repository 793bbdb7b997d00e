package dev.slipstream.testkit;

import dev.slipstream.SlipstreamClient;
import dev.slipstream.core.Configuration;
import dev.slipstream.core.DisconnectReason;
import dev.slipstream.core.From;
import dev.slipstream.core.Payload;
import dev.slipstream.core.Ref;
import dev.slipstream.core.Reply;
import dev.slipstream.core.Socket;
import dev.slipstream.core.TopicCloseReason;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Connects, joins the given topics, applies the functions that it receives as messages, and records other events. */
final class RecordingClient implements SlipstreamClient {

    static final Configuration CONFIGURATION = Configuration.of("ws://localhost/socket/websocket");

    /** A call that the client answers with "a guest". */
    record Who(From<String> from) {}

    final List<Object> events = new ArrayList<>();
    private final List<String> topics;

    RecordingClient(String... topics) {
        this.topics = List.of(topics);
    }

    @Override
    public Socket init(Socket socket) {
        return socket.connect(CONFIGURATION).fold(topics, (topic, wanting) -> wanting.join(topic));
    }

    private Socket recorded(Object event, Socket socket) {
        events.add(event);
        return socket;
    }

    @Override
    public Socket handleConnect(Socket socket) {
        return recorded("connected", socket);
    }

    @Override
    public Socket handleDisconnect(DisconnectReason reason, Socket socket) {
        return recorded(reason, socket);
    }

    @Override
    public Socket handleJoin(String topic, Payload response, Socket socket) {
        return recorded("joined " + topic + " " + response.text(), socket);
    }

    @Override
    public Socket handleTopicClose(String topic, TopicCloseReason reason, Socket socket) {
        return recorded(reason, socket);
    }

    @Override
    public Socket handleLeave(String topic, Socket socket) {
        return recorded("left " + topic, socket);
    }

    @Override
    public Socket handleMessage(String topic, String event, Payload payload, Socket socket) {
        return recorded(event + " " + payload.text(), socket);
    }

    @Override
    public Socket handleReply(Ref ref, Reply reply, Socket socket) {
        return recorded(reply, socket);
    }

    @Override
    public Socket handleOutcome(Object tag, Reply reply, Socket socket) {
        return recorded(reply, socket);
    }

    @Override
    @SuppressWarnings("unchecked") // tests send only functions of sockets
    public Socket handleInfo(Object message, Socket socket) {
        return ((UnaryOperator<Socket>) message).apply(socket);
    }

    @Override
    public Socket handleCast(Object message, Socket socket) {
        return recorded(message, socket);
    }

    @Override
    public Socket handleCall(Object message, Socket socket) {
        return message instanceof Who(From<String> from) ? socket.answer(from, "a guest") : socket;
    }
}
