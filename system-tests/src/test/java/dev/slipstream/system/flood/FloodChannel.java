package dev.slipstream.system.flood;

import dev.slipstream.core.Payload;
import dev.slipstream.testkit.phoenix.ChannelContext;
import dev.slipstream.testkit.phoenix.Endpoint;
import dev.slipstream.testkit.phoenix.JoinResult;
import dev.slipstream.testkit.phoenix.PhoenixChannel;
import dev.slipstream.testkit.phoenix.UserSocket;
import java.util.Map;

/** The server side: it sends the requested number of broadcasts, numbered from 0, and then the reply. */
final class FloodChannel implements PhoenixChannel {

    static final String TOPIC = "flood:all";

    /** The event of the request, whose payload is a {@link Request}. */
    static final String FLOOD = "flood";

    static final String ITEM = "item";

    record Request(int items) {}

    record Item(int n) {}

    static Endpoint endpoint() {
        return Endpoint.of(UserSocket.at("/socket").channel("flood:*", FloodChannel::new));
    }

    @Override
    public JoinResult join(String topic, Payload params, ChannelContext context) {
        return JoinResult.ok(Map.of());
    }

    @Override
    public void handleIn(String event, Payload payload, ChannelContext context) {
        Request request = payload.as(Request.class);
        for (int n = 0; n < request.items(); n++) {
            context.broadcast(ITEM, new Item(n));
        }
        context.reply(request);
    }
}
