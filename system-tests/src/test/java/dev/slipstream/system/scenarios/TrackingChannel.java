package dev.slipstream.system.scenarios;

import dev.slipstream.core.Payload;
import dev.slipstream.testkit.phoenix.ChannelContext;
import dev.slipstream.testkit.phoenix.JoinResult;
import dev.slipstream.testkit.phoenix.PhoenixChannel;
import java.util.Map;

/**
 * A channel that tracks the user of its join params: {@code {"user": "ann", "device": "phone"}}. After the join it
 * pushes the state, as the channels in the Phoenix guides do. {@code phoenix/lib/tracking_channel.ex} of this module
 * does the same on a real Phoenix.
 */
final class TrackingChannel implements PhoenixChannel {

    private static final String AFTER_JOIN = "after_join";

    private String user = "";
    private String device = "";

    @Override
    public JoinResult join(String topic, Payload params, ChannelContext context) {
        Map<?, ?> parts = params.as(Map.class);
        user = String.valueOf(parts.get("user"));
        device = String.valueOf(parts.get("device"));
        context.send(AFTER_JOIN);
        return JoinResult.ok();
    }

    @Override
    public void handleInfo(Object message, ChannelContext context) {
        context.track(user, Map.of("device", device));
        context.push("presence_state", context.presences());
    }

    @Override
    public void handleIn(String event, Payload payload, ChannelContext context) {
        switch (event) {
            case "move" -> {
                context.update(user, Map.of("device", payload.as(Map.class).get("device")));
                context.reply(Map.of());
            }
            case "hide" -> {
                context.untrack(user);
                context.reply(Map.of());
            }
            case "cut" -> context.killConnection();
            default -> throw new IllegalStateException("raise");
        }
    }
}
