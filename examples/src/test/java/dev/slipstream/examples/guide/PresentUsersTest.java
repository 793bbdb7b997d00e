package dev.slipstream.examples.guide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.channels.Channel;
import dev.slipstream.channels.ChannelSocket;
import dev.slipstream.core.Configuration;
import dev.slipstream.core.Payload;
import dev.slipstream.testkit.SocketTest;
import dev.slipstream.testkit.junit.SocketTestExtension;
import dev.slipstream.testkit.phoenix.ChannelContext;
import dev.slipstream.testkit.phoenix.JoinResult;
import dev.slipstream.testkit.phoenix.PhoenixChannel;
import dev.slipstream.testkit.phoenix.UserSocket;
import dev.slipstream.testkit.server.PhoenixServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SocketTestExtension.class)
class PresentUsersTest {

    private static final String LOBBY = "rooms:lobby";
    private static final Configuration CONFIGURATION = Configuration.of("ws://localhost/socket/websocket");

    private final List<String> shown = new ArrayList<>();
    private final AtomicReference<ChannelSocket> started = new AtomicReference<>();

    private Channel start(SocketTest test) {
        test.startBy(options -> {
            ChannelSocket socket = ChannelSocket.connect(CONFIGURATION, options);
            started.set(socket);
            return socket.client();
        });
        return started.get().channel(LOBBY);
    }

    private static Map<String, Object> meta(String ref) {
        return Map.of("phx_ref", ref);
    }

    private static Map<String, Object> ann(String... refs) {
        return Map.of(
                "ann",
                Map.of(
                        "metas",
                                List.of(refs).stream()
                                        .map(PresentUsersTest::meta)
                                        .toList(),
                        "user", Map.of("name", "Ann")));
    }

    private static Map<String, Object> joins(Map<String, Object> joins) {
        return Map.of("joins", joins, "leaves", Map.of());
    }

    private static Map<String, Object> leaves(Map<String, Object> leaves) {
        return Map.of("joins", Map.of(), "leaves", leaves);
    }

    // --- with the test kit ------------------------------------------------------------------------------------------

    @Test
    void showsWhoComesAndWhoIsHere(SocketTest test) {
        PresentUsers.follow(start(test), shown::add);
        test.connectAndJoin("rooms:lobby");

        test.push("rooms:lobby", "presence_state", Map.of("bob", Map.of("metas", List.of(Map.of("phx_ref", "b1")))));
        test.push("rooms:lobby", "presence_diff", joins(ann("a1")));

        assertThat(shown).containsExactly("bob came", "here: [bob]", "Ann came", "here: [bob, Ann]");
    }

    @Test
    void onlyRealDifferencesAreShownAfterAReconnect(SocketTest test) {
        PresentUsers.follow(start(test), shown::add);
        test.connectAndJoin(LOBBY);
        test.push(LOBBY, "presence_state", ann("a1"));
        shown.clear();

        test.cutConnection();
        test.connectAndJoin(LOBBY);
        test.push(LOBBY, "presence_state", ann("a1", "a2"));

        assertThat(shown).containsExactly("Ann: 1 joined, 0 left", "here: [Ann]");
    }

    @Test
    void renamedEventsAreFollowed(SocketTest test) {
        Channel lobby = start(test);
        PresentUsers.followRenamed(lobby, shown::add);
        lobby.join();
        test.connectAndJoin(LOBBY);

        test.push(LOBBY, "people", ann("a1"));
        test.push(LOBBY, "people_changed", leaves(ann("a1")));

        assertThat(shown).containsExactly("Ann came", "Ann went");
    }

    @Test
    void stateInTheResponseIsFollowedByHand(SocketTest test) {
        Channel lobby = start(test);
        new PresentUsers.ByHand().follow(lobby, shown::add);
        lobby.join();
        test.acceptConnect();

        test.accept(test.assertJoin(LOBBY), ann("a1"));
        test.push(LOBBY, "people_changed", joins(ann("a2")));
        test.push(LOBBY, "people_changed", leaves(ann("a1", "a2")));

        assertThat(shown).containsExactly("Ann came", "Ann: 1 joined, 0 left", "Ann went");
    }

    // --- with a server ----------------------------------------------------------------------------------------------

    /** A channel that tracks its user after the join, as most Phoenix apps do. */
    static final class TrackingChannel implements PhoenixChannel {

        record Params(String user) {}

        private String user = "";

        @Override
        public JoinResult join(String topic, Payload params, ChannelContext context) {
            user = params.as(Params.class).user();
            context.send("after_join");
            return JoinResult.ok();
        }

        @Override
        public void handleInfo(Object message, ChannelContext context) {
            context.track(user, Map.of("away", false));
            context.push("presence_state", context.presences());
        }

        @Override
        public void handleIn(String event, Payload payload, ChannelContext context) {
            context.update(user, Map.of("away", true));
        }
    }

    @Test
    void twoUsersSeeEachOther() throws InterruptedException {
        UserSocket endpoint = UserSocket.at("/socket").channel("rooms:*", TrackingChannel::new);
        BlockingQueue<String> seenByAnn = new LinkedBlockingQueue<>();
        try (PhoenixServer server = PhoenixServer.start(endpoint);
                ChannelSocket ann = ChannelSocket.connect(Configuration.of(server.uri()));
                ChannelSocket bob = ChannelSocket.connect(Configuration.of(server.uri()))) {
            Channel annsRoom = ann.channel("rooms:lobby", Map.of("user", "ann"));
            annsRoom.presence().onChange(change -> seenByAnn.add(PresentUsers.describe(change)));
            annsRoom.join();
            assertThat(seenByAnn.poll(60, TimeUnit.SECONDS)).isEqualTo("ann came");

            Channel bobsRoom = bob.channel("rooms:lobby", Map.of("user", "bob"));
            bobsRoom.join();
            assertThat(seenByAnn.poll(60, TimeUnit.SECONDS)).isEqualTo("bob came");
            bobsRoom.pushAndForget("away");
            assertThat(seenByAnn.poll(60, TimeUnit.SECONDS)).isEqualTo("bob: 1 joined, 1 left");
            bobsRoom.leave();
            assertThat(seenByAnn.poll(60, TimeUnit.SECONDS)).isEqualTo("bob went");
        }
    }
}
