package dev.slipstream.bench.peer;

import dev.slipstream.core.Payload;
import dev.slipstream.testkit.phoenix.ChannelContext;
import dev.slipstream.testkit.phoenix.JoinResult;
import dev.slipstream.testkit.phoenix.PhoenixChannel;
import java.util.Map;

/** The channel that the benchmarks need, as {@code docs/benchmark-your-server.md} shows it in Elixir. */
final class BenchChannel implements PhoenixChannel {

    /** The parameters of a flood. */
    record Flood(int messages, int bytes) {}

    @Override
    public JoinResult join(String topic, Payload params, ChannelContext context) {
        return JoinResult.ok();
    }

    @Override
    public void handleIn(String event, Payload payload, ChannelContext context) {
        switch (event) {
            case "echo" -> context.reply(payload);
            case "arrived" -> context.reply(Map.of());
            case "flood" -> {
                context.send(payload.as(Flood.class));
                context.reply(Map.of());
            }
            default -> throw new IllegalArgumentException("unknown event: " + event);
        }
    }

    @Override
    public void handleInfo(Object message, ChannelContext context) {
        Flood flood = (Flood) message;
        Map<String, String> payload = Map.of("text", Payloads.text(flood.bytes()));
        for (int i = 0; i < flood.messages(); i++) {
            context.push("msg", payload);
        }
    }
}
