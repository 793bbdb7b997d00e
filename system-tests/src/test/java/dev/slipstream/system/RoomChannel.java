package dev.slipstream.system;

import dev.slipstream.core.Payload;
import dev.slipstream.testkit.phoenix.ChannelContext;
import dev.slipstream.testkit.phoenix.ConnectRequest;
import dev.slipstream.testkit.phoenix.ConnectResult;
import dev.slipstream.testkit.phoenix.Endpoint;
import dev.slipstream.testkit.phoenix.JoinResult;
import dev.slipstream.testkit.phoenix.PhoenixChannel;
import dev.slipstream.testkit.phoenix.UserSocket;
import java.util.Map;

/** The server side of a chat room. Each event name is an instruction. */
public final class RoomChannel implements PhoenixChannel {

    /** The token that a client needs to connect. */
    public static final String TOKEN = "good";

    /**
     * Returns a server with chat rooms at {@code /socket}. It accepts clients with {@link #TOKEN}. The room {@code
     * rooms:locked} refuses every join.
     */
    public static Endpoint endpoint() {
        return Endpoint.of(
                UserSocket.at("/socket").withConnect(RoomChannel::admit).channel("rooms:*", RoomChannel::new));
    }

    private static ConnectResult admit(ConnectRequest request) {
        return request.param("token").filter(TOKEN::equals).isPresent() ? ConnectResult.ok() : ConnectResult.refused();
    }

    @Override
    public JoinResult join(String topic, Payload params, ChannelContext context) {
        return topic.equals("rooms:locked") ? JoinResult.error(Map.of("reason", "locked")) : JoinResult.ok(params);
    }

    @Override
    public void handleIn(String event, Payload payload, ChannelContext context) {
        switch (event) {
            case "echo" -> context.reply(payload);
            case "refuse" -> context.reply("error", Map.of("reason", "no"));
            case "say" -> context.broadcast("said", payload);
            case "give" -> context.push("gift", new byte[] {7});
            case "stop" -> context.stop();
            case "cut" -> context.killConnection();
            case "crash" -> throw new IllegalStateException("told to crash");
            default -> {
                // A push without a reply.
            }
        }
    }
}
