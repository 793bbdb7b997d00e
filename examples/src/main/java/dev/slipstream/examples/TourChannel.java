package dev.slipstream.examples;

import dev.slipstream.core.Payload;
import dev.slipstream.testkit.phoenix.ChannelContext;
import dev.slipstream.testkit.phoenix.JoinResult;
import dev.slipstream.testkit.phoenix.PhoenixChannel;
import java.util.Map;

/** The server's channel for the tour's topic. */
final class TourChannel implements PhoenixChannel {

    @Override
    public JoinResult join(String topic, Payload params, ChannelContext context) {
        return params.text().contains("locked out")
                ? JoinResult.error(Map.of("reason", "locked out"))
                : JoinResult.ok();
    }

    @Override
    public void handleIn(String event, Payload payload, ChannelContext context) {
        switch (event) {
            case "ping" -> context.reply("ok", Map.of("said", "pong"));
            case "shout" -> context.broadcast("shout", payload);
            case "mirror" -> context.reply("ok", payload);
            case "boom" -> throw new IllegalStateException("this channel crashes on request");
            default -> {
                // Leaves other events without a reply.
            }
        }
    }
}
