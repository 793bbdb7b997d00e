package dev.slipstream.testkit.server.capture;

import dev.slipstream.core.Payload;
import dev.slipstream.testkit.phoenix.ChannelContext;
import dev.slipstream.testkit.phoenix.JoinResult;
import dev.slipstream.testkit.phoenix.PhoenixChannel;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The channel {@code room:*}: a chat. After a join it pushes the presences like Phoenix's Presence, but it does not
 * track leaves. The captures of presence are not replayed.
 */
final class RoomChannel implements PhoenixChannel {

    /** All clients that ever joined, by topic. */
    static final class Visitors {

        private final Map<String, Map<String, Object>> byTopic = new LinkedHashMap<>();
        private int nextRef = 1;

        private Map<String, Object> of(String topic) {
            return byTopic.computeIfAbsent(topic, key -> new LinkedHashMap<>());
        }

        private Map<String, Object> arrival() {
            Map<String, Object> meta = new LinkedHashMap<>();
            meta.put("phx_ref", "<phx_ref:" + nextRef++ + ">"); // captures contain this placeholder
            meta.put("online_at", 1_700_000_000);
            return Map.of("metas", List.of(meta));
        }
    }

    private final Visitors visitors;
    private final boolean knowsTokens;

    RoomChannel(Visitors visitors, boolean knowsTokens) {
        this.visitors = visitors;
        this.knowsTokens = knowsTokens;
    }

    @Override
    public JoinResult join(String topic, Payload params, ChannelContext context) {
        context.send(RecordedApp.member(params, "user_id", "nobody"));
        return JoinResult.ok(RecordedApp.seen(params, knowsTokens, context));
    }

    @Override
    public void handleInfo(Object user, ChannelContext context) {
        Map<String, Object> there = visitors.of(context.topic());
        Object arrival = visitors.arrival();
        there.put((String) user, arrival);
        context.broadcast("presence_diff", Map.of("joins", Map.of(user, arrival), "leaves", Map.of()));
        context.push("presence_state", there);
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
            default -> throw new IllegalArgumentException(event);
        }
    }
}
