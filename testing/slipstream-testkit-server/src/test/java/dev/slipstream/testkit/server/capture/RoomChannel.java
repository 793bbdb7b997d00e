package dev.slipstream.testkit.server.capture;

import dev.slipstream.core.Payload;
import dev.slipstream.testkit.phoenix.ChannelContext;
import dev.slipstream.testkit.phoenix.JoinResult;
import dev.slipstream.testkit.phoenix.PhoenixChannel;
import java.util.LinkedHashMap;
import java.util.Map;

/** The channel {@code room:*}: a chat that tracks its users with Phoenix's Presence. */
final class RoomChannel implements PhoenixChannel {

    private final boolean knowsTokens;
    private String user = "";

    RoomChannel(boolean knowsTokens) {
        this.knowsTokens = knowsTokens;
    }

    @Override
    public JoinResult join(String topic, Payload params, ChannelContext context) {
        Object connected = context.request().param("user_id").orElse("nobody");
        user = RecordedApp.member(params, "user_id", connected).toString();
        Map<String, Object> meta = new LinkedHashMap<>();
        if (RecordedApp.member(params, "meta", Map.of()) instanceof Map<?, ?> given) {
            given.forEach((name, value) -> meta.put(name.toString(), value));
        }
        meta.put("online_at", 1_700_000_000); // captures contain this time
        context.send(meta);
        return JoinResult.ok(RecordedApp.seen(params, knowsTokens, context));
    }

    /** Tracks the user after the join. */
    @Override
    public void handleInfo(Object meta, ChannelContext context) {
        context.track(user, meta);
        context.push("presence_state", context.presences());
    }

    @Override
    public void handleIn(String event, Payload payload, ChannelContext context) {
        switch (event) {
            case "shout" -> context.broadcast("shout", payload);
            case "shout_ack" -> {
                context.broadcast("shout", payload);
                context.reply(Map.of());
            }
            case "shout_others" -> {
                context.broadcastFrom("shout", payload);
                context.reply(Map.of());
            }
            case "update_meta" -> {
                context.update(user, payload);
                context.reply(Map.of());
            }
            case "untrack" -> {
                context.untrack(user);
                context.reply(Map.of());
            }
            case "list" -> context.reply(context.presences());
            default -> throw new IllegalArgumentException(event);
        }
    }
}
