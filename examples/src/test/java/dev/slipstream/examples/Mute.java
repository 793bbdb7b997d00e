package dev.slipstream.examples;

import dev.slipstream.core.Payload;
import dev.slipstream.testkit.phoenix.ChannelContext;
import dev.slipstream.testkit.phoenix.JoinResult;
import dev.slipstream.testkit.phoenix.PhoenixChannel;

/** Lets everybody in and says nothing. */
final class Mute implements PhoenixChannel {

    @Override
    public JoinResult join(String topic, Payload params, ChannelContext context) {
        return JoinResult.ok();
    }

    @Override
    public void handleIn(String event, Payload payload, ChannelContext context) {
        // Whoever waits for a reply waits in vain.
    }
}
