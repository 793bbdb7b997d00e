package dev.slipstream.system.security;

import dev.slipstream.core.Payload;
import dev.slipstream.testkit.phoenix.ChannelContext;
import dev.slipstream.testkit.phoenix.ConnectResult;
import dev.slipstream.testkit.phoenix.Endpoint;
import dev.slipstream.testkit.phoenix.JoinResult;
import dev.slipstream.testkit.phoenix.PhoenixChannel;
import dev.slipstream.testkit.phoenix.UserSocket;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** Rooms that reply with secrets to everything; one of them refuses every join. */
final class CanaryRoom implements PhoenixChannel {

    /** Returns a server that refuses the first connection attempt with secrets in the response. */
    static Endpoint endpoint() {
        AtomicInteger attempts = new AtomicInteger();
        return Endpoint.of(UserSocket.at("/socket")
                .withConnect(request -> attempts.getAndIncrement() > 0
                        ? ConnectResult.ok()
                        : ConnectResult.refused(503, Map.of("X-Secret", Canary.HEADER), Canary.BODY))
                .channel("rooms:*", CanaryRoom::new));
    }

    @Override
    public JoinResult join(String topic, Payload params, ChannelContext context) {
        return topic.equals(CanaryClient.LOCKED)
                ? JoinResult.error(Map.of("reason", Canary.REPLY))
                : JoinResult.ok(Map.of("text", Canary.REPLY, Canary.REPLY, 1));
    }

    @Override
    public void handleIn(String event, Payload payload, ChannelContext context) {
        if (event.equals("echo")) {
            context.push("said", payload);
            context.reply(payload);
        } else {
            context.push("heard", payload);
        }
    }
}
