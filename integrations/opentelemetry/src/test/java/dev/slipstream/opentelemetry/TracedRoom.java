package dev.slipstream.opentelemetry;

import dev.slipstream.SlipstreamClient;
import dev.slipstream.core.Configuration;
import dev.slipstream.core.JoinOptions;
import dev.slipstream.core.Payload;
import dev.slipstream.core.PushBuffer;
import dev.slipstream.core.Reply;
import dev.slipstream.core.Socket;
import io.opentelemetry.api.trace.Span;
import java.util.Map;

/** A client that joins {@code rooms:1} with secrets in all places that may hold them. */
final class TracedRoom implements SlipstreamClient {

    static final String TOPIC = "rooms:1";
    static final String SECRET = "canary";

    /**
     * The span that was current in the last call of {@code handleMessage}, {@code handleOutcome} or the request's
     * handler.
     */
    volatile Span current = Span.getInvalid();

    @Override
    public Socket init(Socket socket) {
        Configuration configuration = Configuration.builder("ws://localhost/socket/websocket?key=" + SECRET)
                .param("token", SECRET)
                .header("x-token", SECRET)
                .build();
        return socket.connect(configuration)
                .joinWith(
                        TOPIC,
                        JoinOptions.builder()
                                .params(Map.of("token", SECRET))
                                .buffer(PushBuffer.of(10))
                                .build());
    }

    @Override
    public Socket handleMessage(String topic, String event, Payload payload, Socket socket) {
        current = Span.current();
        return switch (event) {
            case "fail" -> throw new IllegalStateException(SECRET);
            case "ask" -> socket.request(TOPIC, "question", Map.of("text", SECRET), "tag");
            case "ask with a handler" ->
                socket.request(TOPIC, "question", Map.of(), (reply, next) -> {
                    current = Span.current();
                    return next;
                });
            default -> socket;
        };
    }

    @Override
    public Socket handleOutcome(Object tag, Reply reply, Socket socket) {
        if (!tag.equals("tag")) {
            throw new IllegalArgumentException("not the tag of the request: " + tag);
        }
        current = Span.current();
        return socket;
    }

    @Override
    public Socket handleFailure(Throwable thrown, String cause, Socket socket) {
        return socket;
    }
}
