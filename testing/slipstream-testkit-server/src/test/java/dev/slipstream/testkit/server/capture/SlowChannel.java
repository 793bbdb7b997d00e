package dev.slipstream.testkit.server.capture;

import dev.slipstream.core.Payload;
import dev.slipstream.testkit.phoenix.ChannelContext;
import dev.slipstream.testkit.phoenix.JoinResult;
import dev.slipstream.testkit.phoenix.PhoenixChannel;
import java.time.Duration;
import java.util.Map;

/** The channel {@code slow:*}: sleeps in its join and on request. */
final class SlowChannel implements PhoenixChannel {

    @Override
    public JoinResult join(String topic, Payload params, ChannelContext context) {
        int millis = millis(params);
        context.sleep(Duration.ofMillis(millis));
        return JoinResult.ok(Map.of("slept", millis));
    }

    @Override
    public void handleIn(String event, Payload payload, ChannelContext context) {
        if (event.equals("sleep")) {
            context.sleep(Duration.ofMillis(millis(payload)));
        }
        context.reply(payload);
    }

    private static int millis(Payload payload) {
        return (Integer) RecordedApp.member(payload, "ms", 0);
    }
}
