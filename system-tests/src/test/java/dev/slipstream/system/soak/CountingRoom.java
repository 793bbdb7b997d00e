package dev.slipstream.system.soak;

import dev.slipstream.core.Payload;
import dev.slipstream.testkit.phoenix.ChannelContext;
import dev.slipstream.testkit.phoenix.Endpoint;
import dev.slipstream.testkit.phoenix.JoinResult;
import dev.slipstream.testkit.phoenix.PhoenixChannel;
import dev.slipstream.testkit.phoenix.UserSocket;
import java.util.BitSet;
import java.util.Map;

/** Rooms that answer each question with itself, and know which they heard before. */
final class CountingRoom {

    // Channels run on the server's one thread; what it came to is read when it has ended.
    private final BitSet heard = new BitSet();
    private long twice;

    Endpoint endpoint() {
        return Endpoint.of(UserSocket.at("/socket").channel("rooms:*", Room::new));
    }

    /** How many questions came more than once. */
    long heardTwice() {
        return twice;
    }

    private final class Room implements PhoenixChannel {

        @Override
        public JoinResult join(String topic, Payload params, ChannelContext context) {
            return JoinResult.ok(Map.of());
        }

        @Override
        public void handleIn(String event, Payload payload, ChannelContext context) {
            int id = Math.toIntExact(payload.as(RequestCount.Question.class).id());
            if (heard.get(id)) {
                twice++;
            }
            heard.set(id);
            context.reply(payload);
        }
    }
}
