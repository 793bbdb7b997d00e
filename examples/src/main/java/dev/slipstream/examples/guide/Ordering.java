package dev.slipstream.examples.guide;

import dev.slipstream.SlipstreamClient;
import dev.slipstream.core.AssignKey;
import dev.slipstream.core.JoinOptions;
import dev.slipstream.core.PushBuffer;
import dev.slipstream.core.Reply;
import dev.slipstream.core.Socket;
import java.time.Duration;

/** Places each order at most once, and counts the orders whose outcome is unknown. */
final class Ordering implements SlipstreamClient {

    private static final AssignKey<Integer> UNKNOWN = AssignKey.of("orders of unknown outcome", 0);

    record Order(String id, int amount) {}

    @Override
    public Socket handleConnect(Socket socket) {
        return socket.joinWith(
                "orders", JoinOptions.builder().buffer(PushBuffer.of(100)).build());
    }

    @Override
    public Socket handleInfo(Object message, Socket socket) {
        return message instanceof Order order ? socket.request("orders", "place", order, order) : socket;
    }

    @Override
    public Socket handleOutcome(Object tag, Reply reply, Socket socket) {
        return switch (reply) {
            case Reply.Ok(var response) -> socket;
            case Reply.Error(var response) -> socket;
            case Reply.Other(var status, var response) -> socket;
            case Reply.Lost(var failure, var maybeSent) when maybeSent -> socket.update(UNKNOWN, count -> count + 1);
            case Reply.Lost(var failure, var maybeSent) -> socket.sendAfter(tag, Duration.ofSeconds(1), tag);
        };
    }
}
