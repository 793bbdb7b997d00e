package dev.slipstream.examples;

import dev.slipstream.core.Payload;
import dev.slipstream.testkit.phoenix.ChannelContext;
import dev.slipstream.testkit.phoenix.JoinResult;
import dev.slipstream.testkit.phoenix.PhoenixChannel;

/** Accepts every join and never replies. */
final class SilentChannel implements PhoenixChannel {

    @Override
    public JoinResult join(String topic, Payload params, ChannelContext context) {
        return JoinResult.ok();
    }

    @Override
    public void handleIn(String event, Payload payload, ChannelContext context) {
        // No reply.
    }
}
