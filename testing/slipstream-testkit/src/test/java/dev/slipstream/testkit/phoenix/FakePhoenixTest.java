package dev.slipstream.testkit.phoenix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipstream.core.Payload;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** {@link FakePhoenix}: behavior that the recorded frames of real servers do not show. */
class FakePhoenixTest {

    /** Replies to every push with {}. For some events it also calls another operation of {@link ChannelContext}. */
    private static final class Busy implements PhoenixChannel {

        @Override
        public JoinResult join(String topic, Payload params, ChannelContext context) {
            if (topic.endsWith("slow")) {
                context.sleep(Duration.ofMillis(700));
            }
            return JoinResult.ok();
        }

        @Override
        public void handleIn(String event, Payload payload, ChannelContext context) {
            switch (event) {
                case "nap" -> context.sleep(Duration.ofMillis(500));
                case "list" -> context.push("bad", 5);
                case "shout" -> context.broadcast("heard", Map.of());
                case "whisper" -> context.broadcastFrom("heard", Map.of());
                case "later" -> context.sendAfter(Duration.ofMillis(100), context.socketRef());
                case "kill" -> context.kill();
                case "freeze" -> context.freezeConnection(Duration.ofMillis(500));
                default -> {}
            }
            context.reply(Map.of());
        }

        @Override
        public void handleInfo(Object message, ChannelContext context) {
            if (message instanceof SocketRef ref) {
                context.reply(ref, "late", Map.of());
            } else {
                context.push("told", Map.of("it", message));
            }
        }

        @Override
        public void terminate(ChannelContext context) {
            context.broadcastFrom("left", Map.of());
            context.push("bye", Map.of());
        }
    }

    private final FakePhoenixClient client = FakePhoenixClient.of("a:*", new Busy());

    @Test
    void otherChannelsRunWhileOneSleeps() {
        client.send(1, "1 1 a:1 phx_join", "2 2 a:2 phx_join", "1 3 a:1 nap", "1 4 a:1 hi", "2 5 a:2 hi");

        assertThat(client.did())
                .containsExactly(
                        "1 < 1 1 a:1 phx_reply ok {}", "1 < 2 2 a:2 phx_reply ok {}", "1 < 2 5 a:2 phx_reply ok {}");
        assertThat(client.server().nextDeadline()).isEqualTo(Duration.ofMillis(500));
        assertThat(client.after(500).did())
                .containsExactly("1 < 1 3 a:1 phx_reply ok {}", "1 < 1 4 a:1 phx_reply ok {}");
    }

    @Test
    void slowJoinAndFreezeSuspendConnection() {
        client.send(1, "1 1 a:slow phx_join", "- 2 phoenix heartbeat")
                .accept(new PhoenixInput.Pinged(1, Payload.binary(new byte[0])));
        assertThat(client.after(699).did()).isEmpty();
        assertThat(client.after(1).did())
                .containsExactly("1 < 1 1 a:slow phx_reply ok {}", "1 < - 2 phoenix phx_reply ok {}", "1 < pong");

        client.send(1, "1 3 a:slow freeze").send(1, "- 4 phoenix heartbeat");
        assertThat(client.after(499).did()).isEmpty();
        assertThat(client.after(1).did())
                .containsExactly("1 < 1 3 a:slow phx_reply ok {}", "1 < - 4 phoenix phx_reply ok {}");
    }

    @Test
    void broadcastsReachAllClientsOfTopic() {
        client.connected(2).send(1, "1 1 a:1 phx_join").send(2, "8 8 a:1 phx_join", "9 9 a:2 phx_join");
        client.did();

        client.send(1, "1 2 a:1 shout", "1 3 a:1 whisper");
        assertThat(client.did())
                .containsExactly(
                        "1 < - - a:1 heard {}",
                        "2 < - - a:1 heard {}",
                        "1 < 1 2 a:1 phx_reply ok {}",
                        "2 < - - a:1 heard {}",
                        "1 < 1 3 a:1 phx_reply ok {}");
        client.accept(new PhoenixInput.Broadcast("a:2", "news", FakePhoenixClient.EMPTY));
        assertThat(client.did()).containsExactly("2 < - - a:2 news {}");
    }

    @Test
    void channelsHandlePendingMessagesAfterConnectionEnds() {
        client.connected(2).send(1, "1 1 a:1 phx_join").send(2, "9 9 a:1 phx_join");
        client.did();

        client.give(1, "1 2 a:1 shout").accept(new PhoenixInput.Gone(1)).accept(new PhoenixInput.TimePassed());

        assertThat(client.did()).containsExactly("2 < - - a:1 heard {}", "2 < - - a:1 left {}");
        assertThat(client.server().connections()).isEqualTo(1);
        assertThat(client.give(1, "1 3 a:1 hi").did()).isEmpty();
    }

    @Test
    void testCanSendToChannelsAndChannelsCanReplyLater() {
        client.send(1, "1 1 a:1 phx_join", "1 2 a:1 later");
        client.accept(new PhoenixInput.Tell("a:1", 7)).accept(new PhoenixInput.Tell("a:2", 8));
        client.did();

        assertThat(client.after(0).did()).containsExactly("1 < 1 - a:1 told {\"it\":7}");
        assertThat(client.after(100).did()).containsExactly("1 < 1 2 a:1 phx_reply late {}");
    }

    @Test
    void invalidPushPayloadCrashesChannel() {
        client.send(1, "1 1 a:1 phx_join", "1 2 a:1 list");

        assertThat(client.did())
                .containsExactly(
                        "1 < 1 1 a:1 phx_reply ok {}",
                        "1 ! a:1 the payload of a push or broadcast is a JSON object, on a:1",
                        "1 < 1 - a:1 bye {}",
                        "1 < 1 1 a:1 phx_error {\"reason\":\"channel_crash\"}");
    }

    @Test
    void killedChannelDoesNotRunTerminate() {
        client.send(1, "1 1 a:1 phx_join", "1 2 a:1 kill");

        assertThat(client.did())
                .containsExactly(
                        "1 < 1 1 a:1 phx_reply ok {}",
                        "1 < 1 2 a:1 phx_reply ok {}",
                        "1 < 1 1 a:1 phx_error {\"reason\":\"channel_crash\"}");
    }

    @Test
    void contextCannotBeUsedAfterItsCallback() {
        List<ChannelContext> kept = new ArrayList<>();
        FakePhoenixClient.of("a", (topic, params, context) -> {
                    kept.add(context);
                    return JoinResult.ok();
                })
                .send(1, "1 1 a phx_join");

        assertThatThrownBy(() -> kept.get(0).push("late", Map.of())).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void serverRefusesAsManyHandshakesAsTheTestAsksFor() {
        ConnectResult.Refused busy = new ConnectResult.Refused(503, Map.of(), "");
        client.accept(new PhoenixInput.RefuseNext(2, busy));

        for (int connection = 2; connection <= 4; connection++) {
            client.accept(FakePhoenixClient.connect(connection, "/socket/websocket?vsn=2.0.0"));
        }
        assertThat(client.did()).containsExactly("2 refused 503", "3 refused 503", "4 accepted");
        assertThatThrownBy(() -> client.accept(FakePhoenixClient.connect(4, "/socket/websocket?vsn=2.0.0")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("4");
    }

    @Test
    void disconnectClosesConnectionsOfSocketId() {
        UserSocket named = UserSocket.at("/socket")
                .withConnect(request ->
                        ConnectResult.ok("user:" + request.param("user").orElse("none")));
        FakePhoenixClient users = new FakePhoenixClient(Endpoint.of(named).withVersion("1.8.7"));
        users.accept(FakePhoenixClient.connect(1, "/socket/websocket?vsn=2.0.0&user=a"))
                .accept(FakePhoenixClient.connect(2, "/socket/websocket?vsn=2.0.0&user=b"))
                .did();

        assertThat(users.accept(new PhoenixInput.Disconnect("user:b")).did()).containsExactly("2 < close 1000");
    }

    @Test
    void idleTimeoutClosesConnectionUnlessFrameArrives() {
        client.after(59_999).accept(new PhoenixInput.Ponged(1)).after(59_999);
        assertThat(client.did()).isEmpty();
        assertThat(client.after(1).did()).containsExactly("1 < close 1002");
    }

    @Test
    void seedDecidesOutcomeOfJoinAfterLeave() {
        Set<List<String>> ways = new LinkedHashSet<>();
        for (long seed = 0; seed < 64; seed++) {
            List<String> way = leaveThenJoin(seed);
            assertThat(leaveThenJoin(seed)).isEqualTo(way);
            ways.add(way);
        }

        String answer = "1 < 1 2 a phx_reply ok {}";
        String close = "1 < 1 1 a phx_close {}";
        String joined = "1 < 3 3 a phx_reply ok {}";
        assertThat(ways)
                .containsExactlyInAnyOrder(
                        List.of(joined, close),
                        List.of(answer, close, joined),
                        List.of(joined, answer, close),
                        List.of(answer, joined, close));
    }

    private static List<String> leaveThenJoin(long seed) {
        UserSocket socket = UserSocket.at("/socket").channel("a", () -> (topic, params, context) -> JoinResult.ok());
        FakePhoenixClient raced = new FakePhoenixClient(Endpoint.of(socket).withSeed(seed))
                .connected(1)
                .send(1, "1 1 a phx_join");
        raced.did();
        return raced.send(1, "1 2 a phx_leave", "3 3 a phx_join").did();
    }

    @Test
    void timeCannotGoBack() {
        client.after(10);
        assertThatThrownBy(() -> client.after(-1)).isInstanceOf(IllegalArgumentException.class);
    }
}
