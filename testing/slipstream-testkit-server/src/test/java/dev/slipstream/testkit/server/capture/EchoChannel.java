package dev.slipstream.testkit.server.capture;

import dev.slipstream.core.Payload;
import dev.slipstream.testkit.phoenix.ChannelContext;
import dev.slipstream.testkit.phoenix.JoinResult;
import dev.slipstream.testkit.phoenix.PhoenixChannel;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;

/** The channel {@code echo:*}: replies to most events with the payload. */
record EchoChannel(boolean knowsTokens) implements PhoenixChannel {

    private static final int DEFAULT_SIZE = 4;

    @Override
    public JoinResult join(String topic, Payload params, ChannelContext context) {
        return params instanceof Payload.Binary bytes
                ? JoinResult.ok(Map.of("binary_join_bytes", bytes.size()))
                : JoinResult.ok(RecordedApp.seen(params, knowsTokens, context));
    }

    @Override
    public void handleIn(String event, Payload payload, ChannelContext context) {
        switch (event) {
            case "noreply" -> {}
            case "ack" -> context.reply(Map.of());
            case "ack_error" -> context.reply("error", Map.of());
            case "error" -> context.reply("error", payload);
            case "delay" -> context.replyAfter(Duration.ofMillis(number(payload, "ms", 0)), "ok", payload);
            case "push" -> {
                for (int i = 0; i < number(payload, "times", 1); i++) {
                    context.push(
                            (String) RecordedApp.member(payload, "event", ""),
                            RecordedApp.member(payload, "payload", Map.of()));
                }
                context.reply(Map.of());
            }
            case "send_binary" -> {
                byte[] bytes = new byte[number(payload, "size", DEFAULT_SIZE)];
                for (int i = 0; i < bytes.length; i++) {
                    bytes[i] = (byte) i;
                }
                context.push("binary", bytes);
            }
            case "binary_reply" -> {
                byte[] bytes = new byte[number(payload, "size", DEFAULT_SIZE)];
                Arrays.fill(bytes, (byte) 0xab);
                context.reply(bytes);
            }
            case "drop" -> context.killConnection();
            default -> context.reply(payload);
        }
    }

    private static int number(Payload payload, String name, int otherwise) {
        return (Integer) RecordedApp.member(payload, name, otherwise);
    }
}
