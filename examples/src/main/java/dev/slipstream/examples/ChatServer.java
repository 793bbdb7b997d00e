package dev.slipstream.examples;

import dev.slipstream.core.Payload;
import dev.slipstream.testkit.phoenix.ChannelContext;
import dev.slipstream.testkit.phoenix.Endpoint;
import dev.slipstream.testkit.phoenix.JoinResult;
import dev.slipstream.testkit.phoenix.PhoenixChannel;
import dev.slipstream.testkit.phoenix.UserSocket;
import dev.slipstream.testkit.server.PhoenixServer;
import dev.slipstream.testkit.server.ServerSettings;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/**
 * A server to try a client on: port 4000 of the loopback interface, topic {@code rooms:lobby}.
 *
 * <p>It replies to {@code ping} and broadcasts {@code shout} to everyone in the room, the sender included.
 */
public final class ChatServer {

    private static final int PORT = 4000;

    private ChatServer() {}

    public static void main(String[] arguments) throws InterruptedException {
        try (PhoenixServer server = start(PORT)) {
            System.out.printf(
                    "Phoenix answers on ws://localhost:%d/socket/websocket (Ctrl-C ends it)%n", server.port());
            new CountDownLatch(1).await(); // until the process is killed
        }
    }

    /** Starts the server on this port, or on a free port if it is 0. */
    static PhoenixServer start(int port) {
        UserSocket socket = UserSocket.at("/socket").channel("rooms:lobby", LobbyChannel::new);
        return PhoenixServer.start(
                Endpoint.of(socket), ServerSettings.standard().withPort(port));
    }

    private static final class LobbyChannel implements PhoenixChannel {

        @Override
        public JoinResult join(String topic, Payload params, ChannelContext context) {
            return JoinResult.ok();
        }

        @Override
        public void handleIn(String event, Payload payload, ChannelContext context) {
            switch (event) {
                case "ping" -> context.reply("ok", Map.of("said", "pong"));
                case "shout" -> context.broadcast("shout", payload);
                default -> {
                    // Other events have no reply.
                }
            }
        }
    }
}
