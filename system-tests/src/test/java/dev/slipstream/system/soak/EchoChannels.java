package dev.slipstream.system.soak;

import dev.slipstream.core.Payload;
import dev.slipstream.testkit.phoenix.ChannelContext;
import dev.slipstream.testkit.phoenix.Endpoint;
import dev.slipstream.testkit.phoenix.JoinResult;
import dev.slipstream.testkit.phoenix.PhoenixChannel;
import dev.slipstream.testkit.phoenix.UserSocket;
import java.util.BitSet;
import java.util.Map;

/** Channels that echo each request and count duplicates. */
final class EchoChannels {

    // These fields need no synchronization: only the server's single thread runs channels, and the test reads the count
    // after this thread has ended.
    private final BitSet seen = new BitSet();
    private long duplicates;

    Endpoint endpoint() {
        return Endpoint.of(UserSocket.at("/socket").channel("rooms:*", EchoChannel::new));
    }

    /** Returns how many requests arrived more than once. */
    long duplicates() {
        return duplicates;
    }

    private final class EchoChannel implements PhoenixChannel {

        @Override
        public JoinResult join(String topic, Payload params, ChannelContext context) {
            return JoinResult.ok(Map.of());
        }

        @Override
        public void handleIn(String event, Payload payload, ChannelContext context) {
            int id = Math.toIntExact(payload.as(RequestCount.EchoPayload.class).id());
            if (seen.get(id)) {
                duplicates++;
            }
            seen.set(id);
            context.reply(payload);
        }
    }
}
