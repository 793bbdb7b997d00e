package dev.slipstream.system.scenarios;

import dev.slipstream.core.Payload;
import dev.slipstream.testkit.phoenix.ChannelContext;
import dev.slipstream.testkit.phoenix.ConnectRequest;
import dev.slipstream.testkit.phoenix.ConnectResult;
import dev.slipstream.testkit.phoenix.Endpoint;
import dev.slipstream.testkit.phoenix.JoinResult;
import dev.slipstream.testkit.phoenix.PhoenixChannel;
import dev.slipstream.testkit.phoenix.UserSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;

/**
 * The server side of the scenarios: {@code test:good} accepts every join, {@code test:bad} refuses every join, and a
 * join of any other topic crashes. Topics of {@code presence:*} are for {@link TrackingChannel}.
 * {@code phoenix/lib/test_channel.ex} of this module does the same on a real Phoenix.
 */
final class TestChannel implements PhoenixChannel {

    /** How often each client joined, by the name in its join params. */
    private static final Map<String, Integer> JOINS = new ConcurrentHashMap<>();

    /** The numbers that each client sent with the event {@code mark}, in order, by the name in its join params. */
    private static final Map<String, List<Integer>> MARKS = new ConcurrentHashMap<>();

    private final List<String> swallowed = new ArrayList<>();
    private String client = "";

    /** A server with these channels, in Phoenix's standard format and in the packed format. */
    static Endpoint endpoint() {
        UserSocket socket = UserSocket.at("/socket")
                .withConnect(TestChannel::admit)
                .channel("test:*", TestChannel::new)
                .channel("presence:*", TrackingChannel::new);
        UserSocket packed = UserSocket.at("/packed")
                .withConnect(TestChannel::admit)
                .channel("test:*", TestChannel::new)
                .channel("presence:*", TrackingChannel::new)
                .withFormat(new PackedSerializer());
        return Endpoint.of(socket, packed);
    }

    private static ConnectResult admit(ConnectRequest request) {
        if (request.param("reject").filter("yes"::equals).isPresent()) {
            return ConnectResult.refused();
        }
        return request.param("id").map(ConnectResult::ok).orElseGet(ConnectResult::ok);
    }

    @Override
    public JoinResult join(String topic, Payload params, ChannelContext context) {
        return switch (topic) {
            case "test:good" -> {
                client = String.valueOf(params.as(Map.class).get("client"));
                JOINS.merge(client, 1, Integer::sum);
                yield JoinResult.ok(Map.of("welcome", client));
            }
            case "test:bad" -> JoinResult.error(Map.of("bad", "join"));
            default -> throw new IllegalStateException("no such room");
        };
    }

    @Override
    public void handleIn(String event, Payload payload, ChannelContext context) {
        switch (event) {
            case "quicksand" -> swallowed.add(payload instanceof Payload.Binary ? "bytes" : payload.text());
            case "swallowed" -> context.reply(Map.of("all", List.copyOf(swallowed)));
            case "joins" -> context.reply(Map.of("count", JOINS.getOrDefault(client, 0)));
            case "ping" -> context.reply(payload instanceof Payload.Binary ? new byte[] {2, 3} : Map.of("pong", true));
            case "push to me" -> {
                Object back = payload instanceof Payload.Binary ? new byte[] {4, 5} : Map.of("bar", "baz");
                context.push("foo", back);
            }
            case "error tuple" -> context.reply("error", Map.of("failure", true));
            case "ack" -> context.reply(Map.of());
            case "broadcast" -> context.broadcast("shout", Map.of("to", "all"));
            case "binary broadcast" -> context.broadcast("bytes", new byte[] {6, 7});
            case "count" ->
                IntStream.rangeClosed(1, number(payload)).forEach(n -> context.push("number", Map.of("n", n)));
            case "mark" -> {
                MARKS.computeIfAbsent(client, name -> new CopyOnWriteArrayList<>())
                        .add(number(payload));
                context.reply(Map.of());
            }
            case "marks" -> context.reply(Map.of("all", MARKS.getOrDefault(client, List.of())));
            case "cut" -> context.killConnection();
            case "disconnect" -> context.disconnect();
            case "stop" -> context.stop();
            default -> throw new IllegalStateException("raise");
        }
    }

    private static int number(Payload payload) {
        return ((Number) payload.as(Map.class).get("n")).intValue();
    }
}
