package dev.slipstream.testkit.server.capture;

import dev.slipstream.core.Payload;
import dev.slipstream.testkit.phoenix.ChannelContext;
import dev.slipstream.testkit.phoenix.JoinResult;
import dev.slipstream.testkit.phoenix.PhoenixChannel;
import java.util.Map;

/** The channel {@code crash:*}: ends in every possible way. */
record EndingChannel(boolean knowsTokens) implements PhoenixChannel {

    @Override
    public JoinResult join(String topic, Payload params, ChannelContext context) {
        return JoinResult.ok(RecordedApp.seen(params, knowsTokens, context));
    }

    @Override
    public void handleIn(String event, Payload payload, ChannelContext context) {
        switch (event) {
            case "boom", "stop_error" -> throw new IllegalStateException(event);
            case "kill" -> context.kill();
            case "stop", "stop_shutdown", "stop_left" -> context.stop();
            case "stop_reply" -> {
                context.reply(payload);
                context.stop();
            }
            case "close" -> {
                context.reply(Map.of());
                context.stop();
            }
            default -> context.reply(payload);
        }
    }
}
