package dev.slipstream.system.telemetry;

import dev.slipstream.SlipstreamClient;
import dev.slipstream.core.Configuration;
import dev.slipstream.core.Payload;
import dev.slipstream.core.Reply;
import dev.slipstream.core.Socket;
import java.util.List;
import java.util.Map;

/** A client that joins topics and sends a request in the first topic. Its payloads and exceptions contain a secret. */
final class JoiningClient implements SlipstreamClient {

    static final String SECRET = "canary";

    private final Configuration configuration;
    private final List<String> topics;

    JoiningClient(Configuration configuration, String... topics) {
        this.configuration = configuration;
        this.topics = List.of(topics);
    }

    /** The configuration for the server of {@code RoomChannel}, with this token. */
    static Configuration.Builder configuration(String token) {
        return Configuration.builder("wss://simulated/socket/websocket").param("token", token);
    }

    @Override
    public Socket init(Socket socket) {
        return socket.connect(configuration);
    }

    @Override
    public Socket handleConnect(Socket socket) {
        return socket.fold(
                topics, (topic, wanted) -> wanted.isWanted(topic) ? wanted : wanted.join(topic, Map.of("p", SECRET)));
    }

    @Override
    public Socket handleJoin(String topic, Payload response, Socket socket) {
        return topic.equals(topics.getFirst()) ? socket.request(topic, "echo", Map.of("text", SECRET), "tag") : socket;
    }

    @Override
    public Socket handleOutcome(Object tag, Reply reply, Socket socket) {
        return socket.push(topics.getFirst(), "say", Map.of("text", SECRET));
    }

    @Override
    public Socket handleInfo(Object message, Socket socket) {
        throw new IllegalStateException(SECRET + message);
    }

    @Override
    public Socket handleFailure(Throwable thrown, String cause, Socket socket) {
        return socket;
    }
}
