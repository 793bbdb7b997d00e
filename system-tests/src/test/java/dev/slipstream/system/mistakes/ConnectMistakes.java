package dev.slipstream.system.mistakes;

import dev.slipstream.Session;
import dev.slipstream.Slipstream;
import dev.slipstream.SlipstreamClient;
import dev.slipstream.StartOptions;
import dev.slipstream.core.Compression;
import dev.slipstream.core.Configuration;
import dev.slipstream.core.DisconnectReason;
import dev.slipstream.core.ReconnectPolicy;
import dev.slipstream.core.Socket;
import dev.slipstream.core.TopicCloseReason;
import dev.slipstream.testkit.Sockets;
import dev.slipstream.transport.jdk.JdkTransportProvider;
import java.util.List;
import java.util.function.Function;

/** Mistakes that make an attempt to connect fail. */
final class ConnectMistakes {

    /** A policy with a bug. */
    private static final ReconnectPolicy THROWING = new ReconnectPolicy() {
        @Override
        public Decision reconnects(DisconnectReason reason, Tries tries) {
            throw new IllegalStateException("no plan");
        }

        @Override
        public boolean rejoins(TopicCloseReason reason, int failures) {
            return true;
        }
    };

    private final String server;

    /** @param server the beginning of a URI, such as {@code ws://localhost:4000} */
    ConnectMistakes(String server) {
        this.server = server;
    }

    List<Mistake> all() {
        String closed = "ws://localhost:1/socket/websocket?token=good";
        String good = server + "/socket/websocket?token=good";
        String plain = server.replaceFirst("ws:", "wss:") + "/socket/websocket?token=good";
        return List.of(
                attempt("The server is down", closed, builder -> builder),
                attempt("The path is wrong", server + "/sockets/websocket?token=good", builder -> builder),
                attempt("The path lacks /websocket", server + "/socket?token=good", builder -> builder),
                attempt("The server refuses the token", server + "/socket/websocket?token=bad", builder -> builder),
                attempt("wss goes to a port without TLS", plain, builder -> builder),
                attempt(
                        "The host name has an underscore, and the transport is slipstream-transport-jdk",
                        "ws://my_service:4000/socket/websocket",
                        builder -> builder),
                Mistake.thrown("The host name has an underscore, and the URI begins with wss", () -> {
                    throw new AssertionError(
                            "nothing was thrown: " + Configuration.of("wss://my_service/socket/websocket"));
                }),
                attempt(
                        "The supplier of credentials throws",
                        good,
                        builder -> builder.credentialsSupplier(attempt -> {
                            throw new IllegalStateException("no session");
                        })),
                attempt("The reconnect policy throws", closed, builder -> builder.reconnectPolicy(THROWING)),
                Mistake.thrown("The URI names another version of the protocol", () -> {
                    Socket connecting =
                            Sockets.fresh().connect(Configuration.of(server + "/socket/websocket?vsn=1.0.0"));
                    throw new AssertionError("nothing was thrown: " + connecting);
                }),
                Mistake.thrown("The configuration asks for compression, and the transport has none", () -> {
                    StartOptions jdk = StartOptions.builder()
                            .transport(new JdkTransportProvider())
                            .build();
                    Configuration compressed = Configuration.builder(good)
                            .compression(Compression.standard())
                            .build();
                    try (Session session = Slipstream.open(compressed, jdk)) {
                        throw new AssertionError("nothing was thrown: " + session);
                    }
                }),
                Mistake.thrown(
                        "A token would travel unencrypted",
                        () -> Configuration.builder("ws://example.org/socket/websocket")
                                .authToken("secret")
                                .build()),
                attempt(
                        "The policy gives up",
                        server + "/sockets/websocket?token=good",
                        builder -> builder.reconnectPolicy(ReconnectPolicy.never())));
    }

    private static Mistake attempt(
            String title, String uri, Function<Configuration.Builder, Configuration.Builder> options) {
        return Mistake.logged(title, new SlipstreamClient() {
            @Override
            public Socket init(Socket socket) {
                return socket.connect(options.apply(Configuration.builder(uri)).build());
            }
        });
    }
}
