package dev.slipstream.spring.example;

import dev.slipstream.core.Payload;
import dev.slipstream.testkit.phoenix.ChannelContext;
import dev.slipstream.testkit.phoenix.ConnectRequest;
import dev.slipstream.testkit.phoenix.ConnectResult;
import dev.slipstream.testkit.phoenix.JoinResult;
import dev.slipstream.testkit.phoenix.PhoenixChannel;
import dev.slipstream.testkit.phoenix.SocketRef;
import dev.slipstream.testkit.phoenix.UserSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;

/**
 * The server of the example: rooms that shout, and accounts that answer requests. A test can make the accounts silent,
 * end them, and let them refuse joins.
 */
final class PhoenixRooms {

    final Queue<String> tokens = new ConcurrentLinkedQueue<>();
    final Semaphore asked = new Semaphore(0);
    volatile boolean isSilent;
    volatile boolean isRefusing;

    UserSocket socket() {
        return UserSocket.at("/socket")
                .channel("rooms:*", Room::new)
                .channel("accounts:*", Account::new)
                .withConnect(this::connect);
    }

    private ConnectResult connect(ConnectRequest request) {
        tokens.add(request.param("token").orElse("none"));
        return ConnectResult.ok();
    }

    /** Shouts once to each client that joins. */
    private static final class Room implements PhoenixChannel {

        @Override
        public JoinResult join(String topic, Payload params, ChannelContext context) {
            context.send("greet");
            return JoinResult.ok();
        }

        @Override
        public void handleInfo(Object message, ChannelContext context) {
            context.push("shout", Map.of("text", "welcome to " + context.topic()));
        }
    }

    /**
     * Answers at once, unless {@code isSilent} is set. Then it answers when the test sends it a message. It ends when
     * the test sends it {@code stop}, and accepts no join while {@code isRefusing} is set.
     */
    private final class Account implements PhoenixChannel {

        private final List<SocketRef> waiting = new ArrayList<>();

        @Override
        public JoinResult join(String topic, Payload params, ChannelContext context) {
            return isRefusing ? JoinResult.error(Map.of("reason", "closed")) : JoinResult.ok();
        }

        @Override
        public void handleIn(String event, Payload payload, ChannelContext context) {
            if (isSilent) {
                waiting.add(context.socketRef());
            } else {
                context.reply(Map.of("cents", 250));
            }
            asked.release();
        }

        @Override
        public void handleInfo(Object message, ChannelContext context) {
            if (message.equals("stop")) {
                context.stop();
            } else {
                waiting.forEach(request -> context.reply(request, "ok", Map.of("cents", 250)));
            }
        }
    }
}
