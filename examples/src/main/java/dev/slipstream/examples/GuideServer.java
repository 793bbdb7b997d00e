package dev.slipstream.examples;

import dev.slipstream.core.Payload;
import dev.slipstream.testkit.phoenix.ChannelContext;
import dev.slipstream.testkit.phoenix.ConnectResult;
import dev.slipstream.testkit.phoenix.Endpoint;
import dev.slipstream.testkit.phoenix.JoinResult;
import dev.slipstream.testkit.phoenix.PhoenixChannel;
import dev.slipstream.testkit.phoenix.UserSocket;
import dev.slipstream.testkit.server.PhoenixServer;
import dev.slipstream.testkit.server.ServerSettings;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The server for {@link ThreeChannels} and {@link GeneralChat}, on port 4000 of the loopback interface. It accepts each
 * connection that has a token, and refuses the others.
 */
public final class GuideServer {

    private static final int PORT = 4000;

    private GuideServer() {}

    public static void main(String[] arguments) throws InterruptedException {
        try (PhoenixServer server = start(PORT)) {
            System.out.printf(
                    "Phoenix answers on ws://localhost:%d/socket/websocket (Ctrl-C ends it)%n", server.port());
            new CountDownLatch(1).await(); // until the process is killed
        }
    }

    /** Starts the server on this port, or on any free port if the argument is 0. */
    public static PhoenixServer start(int port) {
        AtomicInteger issues = new AtomicInteger();
        UserSocket socket = UserSocket.at("/socket")
                .channel("rooms:lobby", GreetingChannel::new)
                .channel("news:all", () -> new NewsChannel(issues))
                .channel("accounts:*", AccountChannel::new)
                .channel("chat:general", () -> GuideServer::joinChat)
                .withConnect(request ->
                        request.param("token").isPresent() ? ConnectResult.ok() : ConnectResult.refused(403));
        return PhoenixServer.start(
                Endpoint.of(socket), ServerSettings.standard().withPort(port));
    }

    private static JoinResult joinChat(String topic, Payload params, ChannelContext context) {
        context.push("message", Map.of("text", "welcome"));
        return JoinResult.ok();
    }

    /**
     * Tracks two presences for each client: one for its user, and one with the key {@code greeter}. Untracks the
     * greeter when the client sends a message.
     */
    private static final class GreetingChannel implements PhoenixChannel {

        record Params(String user) {}

        @Override
        public JoinResult join(String topic, Payload params, ChannelContext context) {
            context.send(params.as(Params.class).user());
            return JoinResult.ok();
        }

        @Override
        public void handleInfo(Object user, ChannelContext context) {
            context.track(user.toString(), Map.of());
            context.track("greeter", Map.of());
            context.push("presence_state", context.presences());
        }

        @Override
        public void handleIn(String event, Payload payload, ChannelContext context) {
            context.broadcast(event, payload);
            context.untrack("greeter");
        }
    }

    /** Pushes a headline after each join. After the first join, also asks the client to leave and join again. */
    private static final class NewsChannel implements PhoenixChannel {

        private final AtomicInteger issues;

        NewsChannel(AtomicInteger issues) {
            this.issues = issues;
        }

        @Override
        public JoinResult join(String topic, Payload params, ChannelContext context) {
            int issue = issues.incrementAndGet();
            context.push("headline", Map.of("text", "issue " + issue));
            if (issue == 1) {
                context.push("restart", Map.of());
            }
            return JoinResult.ok();
        }
    }

    /** Pays from an account of 1,000 cents. */
    private static final class AccountChannel implements PhoenixChannel {

        record Payment(int cents) {}

        private int left = 1_000;

        @Override
        public JoinResult join(String topic, Payload params, ChannelContext context) {
            return JoinResult.ok();
        }

        @Override
        public void handleIn(String event, Payload payload, ChannelContext context) {
            int cents = payload.as(Payment.class).cents();
            if (cents > left) {
                context.reply("error", Map.of("text", "not enough"));
                return;
            }
            left -= cents;
            context.push("paid", payload);
            context.reply("ok", Map.of("cents", left));
        }
    }
}
