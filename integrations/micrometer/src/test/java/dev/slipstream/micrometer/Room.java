package dev.slipstream.micrometer;

import dev.slipstream.SlipstreamClient;
import dev.slipstream.core.Configuration;
import dev.slipstream.core.Payload;
import dev.slipstream.core.ReconnectPolicy;
import dev.slipstream.core.Reply;
import dev.slipstream.core.Socket;
import java.util.Map;

/** A client that joins {@code rooms:1}. */
final class Room implements SlipstreamClient {

    static final String TOPIC = "rooms:1";

    record Shout(String text) {}

    private final ReconnectPolicy policy;

    Room() {
        this(ReconnectPolicy.standard());
    }

    Room(ReconnectPolicy policy) {
        this.policy = policy;
    }

    @Override
    public Socket init(Socket socket) {
        Configuration configuration = Configuration.builder("ws://localhost/socket/websocket")
                .reconnectPolicy(policy)
                .build();
        return socket.connect(configuration).join(TOPIC);
    }

    @Override
    public Socket handleMessage(String topic, String event, Payload payload, Socket socket) {
        return switch (event) {
            case "fail" -> throw new IllegalStateException("the test asks for it");
            case "decode" -> socket.push(TOPIC, "decoded", payload.as(Shout.class));
            case "ask" -> socket.request(TOPIC, "question", Map.of(), "tag");
            default -> socket;
        };
    }

    @Override
    public Socket handleOutcome(Object tag, Reply reply, Socket socket) {
        return socket;
    }

    @Override
    public Socket handleFailure(Throwable thrown, String cause, Socket socket) {
        return socket;
    }
}
