package dev.slipstream.system.simulation;

import dev.slipstream.core.Payload;
import dev.slipstream.simulation.SeededRandom;
import dev.slipstream.testkit.phoenix.ChannelContext;
import dev.slipstream.testkit.phoenix.JoinResult;
import dev.slipstream.testkit.phoenix.PhoenixChannel;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A {@link RandomChannel} that also tracks presences, and pushes their state after the join. */
final class TrackingChannel implements PhoenixChannel {

    /** The messages to a channel about presences. */
    enum Tracking {
        /** Sent by the channel to itself. */
        AFTER_JOIN,
        /** Track, update or untrack a presence. */
        STIR,
        /** Push the state again. */
        PUSH_STATE
    }

    private static final List<String> KEYS = List.of("ann", "bob", "cy", "10", "2");

    private final RandomChannel app;
    private final SeededRandom random;
    private final Map<String, Integer> tracked = new LinkedHashMap<>();

    TrackingChannel(RandomChannel.ChannelBehavior behavior, SeededRandom random) {
        this.app = new RandomChannel(behavior);
        this.random = random;
    }

    @Override
    public JoinResult join(String topic, Payload params, ChannelContext context) {
        JoinResult result = app.join(topic, params, context);
        if (result instanceof JoinResult.Joined) {
            context.send(Tracking.AFTER_JOIN);
        }
        return result;
    }

    @Override
    public void handleIn(String event, Payload payload, ChannelContext context) {
        if (random.oneIn(4)) {
            stir(context);
        }
        app.handleIn(event, payload, context);
    }

    @Override
    public void handleInfo(Object message, ChannelContext context) {
        if (!(message instanceof Tracking tracking)) {
            app.handleInfo(message, context);
            return;
        }
        switch (tracking) {
            case AFTER_JOIN -> {
                for (int i = random.below(3); i > 0; i--) {
                    stir(context);
                }
                context.push("presence_state", context.presences());
            }
            case STIR -> stir(context);
            case PUSH_STATE -> context.push("presence_state", context.presences());
        }
    }

    private void stir(ChannelContext context) {
        String key = random.pick(KEYS);
        int version = random.below(1000);
        if (tracked.putIfAbsent(key, version) == null) {
            context.track(key, Map.of("version", version));
        } else if (random.oneIn(3)) {
            tracked.remove(key);
            context.untrack(key);
        } else {
            context.update(key, Map.of("version", version));
        }
    }

    @Override
    public void terminate(ChannelContext context) {
        app.terminate(context);
    }
}
