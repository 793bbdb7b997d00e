package dev.slipstream.system.mistakes;

import dev.slipstream.SlipstreamClient;
import dev.slipstream.core.Configuration;
import dev.slipstream.core.JoinOptions;
import dev.slipstream.core.JoinParams;
import dev.slipstream.core.Payload;
import dev.slipstream.core.PushBuffer;
import dev.slipstream.core.Socket;
import dev.slipstream.testkit.Sockets;
import dev.slipstream.testkit.server.PhoenixServer;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Mistakes with topics and messages. */
final class TopicMistakes {

    private static final String TOPIC = "rooms:lobby";

    /** More pushes of 1 KB than the outbound queue and the buffers of TCP hold. */
    private static final int PUSHES = 20_000;

    private static final String LONG_TEXT = "x".repeat(1_000);

    private final PhoenixServer server;
    private final String uri;

    /**
     * Prepares the mistakes.
     *
     * @param server a server with {@code RoomChannel}
     * @param uri the URI of the server, with an authentication token
     */
    TopicMistakes(PhoenixServer server, String uri) {
        this.server = server;
        this.uri = uri;
    }

    /** A type that the payloads of the server do not match. */
    record Text(String text, int length) {}

    /** A client that joins the lobby. */
    private class Lobby implements SlipstreamClient {

        @Override
        public Socket init(Socket socket) {
            return socket.connect(Configuration.of(uri)).join(TOPIC, Map.of("user", 1));
        }
    }

    List<Mistake> all() {
        return List.of(
                Mistake.logged("The server refuses a join", new Lobby() {
                    @Override
                    public Socket init(Socket socket) {
                        return socket.connect(Configuration.of(uri)).join("rooms:locked");
                    }
                }),
                Mistake.logged("The params of a join fail", new Lobby() {
                    @Override
                    public Socket init(Socket socket) {
                        JoinParams failing = attempt -> {
                            throw new IllegalStateException("no token");
                        };
                        return socket.connect(Configuration.of(uri))
                                .joinWith(
                                        TOPIC,
                                        JoinOptions.builder()
                                                .paramsSupplier(failing)
                                                .build());
                    }
                }),
                Mistake.thrown(
                        "A push before the join",
                        () -> unused(Sockets.connected().push(TOPIC, "shout", Map.of()))),
                Mistake.logged("A push before the answer to the join", new Lobby() {
                    @Override
                    public Socket handleConnect(Socket socket) {
                        return socket.push(TOPIC, "shout", Map.of());
                    }
                }),
                Mistake.logged("A push on a topic that was left", new Lobby() {
                    @Override
                    public Socket handleJoin(String topic, Payload response, Socket socket) {
                        return socket.leave(topic);
                    }

                    @Override
                    public Socket handleLeave(String topic, Socket socket) {
                        return socket.push(topic, "shout", Map.of());
                    }
                }),
                flood(),
                Mistake.thrown(
                        "A rejoin of a topic that was never joined",
                        () -> unused(Sockets.connected().rejoin(TOPIC))),
                Mistake.thrown(
                        "A connect while connected",
                        () -> unused(Sockets.connected().connect(Configuration.of(uri)))),
                Mistake.thrown(
                        "A reconnect without a configuration",
                        () -> unused(Sockets.fresh().reconnect())),
                Mistake.thrown(
                        "A topic that Phoenix reserves",
                        () -> unused(Sockets.connected().join("phoenix"))),
                Mistake.thrown(
                        "An event that Phoenix reserves",
                        () -> unused(Sockets.joined(TOPIC).push(TOPIC, "phx_join", Map.of()))),
                Mistake.thrown(
                        "A buffer as the params of a join",
                        () -> unused(Sockets.connected().join(TOPIC, PushBuffer.of(10)))),
                Mistake.thrown("A supplier as the params of a join", () -> {
                    JoinParams supplier = attempt -> CompletableFuture.completedFuture(Map.of());
                    unused(Sockets.connected().join(TOPIC, supplier));
                }),
                Mistake.thrown(
                        "A timeout as the params of a join",
                        () -> unused(Sockets.connected().join(TOPIC, Duration.ofSeconds(5)))),
                Mistake.thrown(
                        "A stage as the payload of a push",
                        () -> unused(Sockets.joined(TOPIC)
                                .push(TOPIC, "shout", CompletableFuture.completedFuture(Map.of())))),
                Mistake.thrown(
                        "A timeout as the tag of a request",
                        () -> unused(Sockets.joined(TOPIC).request(TOPIC, "ping", Map.of(), Duration.ofSeconds(5)))),
                Mistake.thrown(
                        "A request with a timeout of zero",
                        () -> unused(Sockets.joined(TOPIC).request(TOPIC, "ping", Map.of(), "tag", Duration.ZERO))),
                Mistake.logged("A message that does not decode", new Lobby() {
                    @Override
                    public Socket handleJoin(String topic, Payload response, Socket socket) {
                        return socket.push(topic, "say", Map.of("text", List.of()));
                    }

                    @Override
                    public Socket handleMessage(String topic, String event, Payload payload, Socket socket) {
                        payload.as(Text.class);
                        return socket;
                    }
                }));
    }

    /** Pushes without a pause, while the server reads nothing. */
    private Mistake flood() {
        Mistake flooding = Mistake.logged("Pushes over the bound of the outbound queue", new Lobby() {
            @Override
            public Socket init(Socket socket) {
                Configuration impatient = Configuration.builder(uri)
                        .closeTimeout(Duration.ofMillis(10)) // the server does not answer
                        .build();
                return socket.connect(impatient).join(TOPIC);
            }

            @Override
            public Socket handleJoin(String topic, Payload response, Socket socket) {
                server.freeze();
                return socket.fold(
                        Collections.nCopies(PUSHES, Map.of("text", LONG_TEXT)),
                        (row, pushing) -> pushing.push(topic, "import", row));
            }
        });
        return new Mistake(flooding.title(), () -> {
            try {
                return flooding.attempt().call();
            } finally {
                server.thaw();
            }
        });
    }

    private static void unused(Socket socket) {
        throw new AssertionError("nothing was thrown: " + socket);
    }
}
