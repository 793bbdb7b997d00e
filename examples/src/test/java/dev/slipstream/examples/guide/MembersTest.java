package dev.slipstream.examples.guide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.RunningClient;
import dev.slipstream.Slipstream;
import dev.slipstream.core.Configuration;
import dev.slipstream.core.Payload;
import dev.slipstream.core.TypeRef;
import dev.slipstream.testkit.SocketTest;
import dev.slipstream.testkit.junit.SocketTestExtension;
import dev.slipstream.testkit.phoenix.ChannelContext;
import dev.slipstream.testkit.phoenix.JoinResult;
import dev.slipstream.testkit.phoenix.PhoenixChannel;
import dev.slipstream.testkit.phoenix.UserSocket;
import dev.slipstream.testkit.server.PhoenixServer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SocketTestExtension.class)
class MembersTest {

    private final BlockingQueue<List<String>> shown = new LinkedBlockingQueue<>();

    /** Tracks the user that the join params name. */
    private static final class MembersChannel implements PhoenixChannel {

        private String user = "";

        @Override
        public JoinResult join(String topic, Payload params, ChannelContext context) {
            user = params.as(new TypeRef<Map<String, String>>() {}).getOrDefault("user", "");
            context.send("after_join");
            return JoinResult.ok();
        }

        @Override
        public void handleInfo(Object message, ChannelContext context) {
            context.track(user, Map.of("device", "phone"));
            context.push("presence_state", context.presences());
        }
    }

    private static Members member(PhoenixServer server, String user, BlockingQueue<List<String>> shown) {
        return new Members(Configuration.of(server.uri()), user, shown::add);
    }

    private void awaitShown(String... users) throws InterruptedException {
        List<String> last = List.of();
        while (!last.equals(List.of(users))) {
            last = shown.poll(60, TimeUnit.SECONDS);
            assertThat(last).as("waiting for %s", List.of(users)).isNotNull();
        }
    }

    @Test
    void showsMembersWhileTheyAreConnected() throws InterruptedException {
        try (PhoenixServer server =
                        PhoenixServer.start(UserSocket.at("/socket").channel("rooms:*", MembersChannel::new));
                RunningClient ann = Slipstream.start(member(server, "ann", shown))) {
            awaitShown("ann");
            try (RunningClient bob = Slipstream.start(member(server, "bob", new LinkedBlockingQueue<>()))) {
                awaitShown("ann", "bob");
            }
            awaitShown("ann");
        }
    }

    @Test
    void showsMembersOfStateAndDiffs(SocketTest test) {
        Configuration configuration = Configuration.of("ws://localhost/socket/websocket");
        test.start(new Members(configuration, "ann", shown::add));
        test.connectAndJoin(Members.ROOM);

        Map<String, Object> bob = Map.of("bob", Map.of("metas", List.of(Map.of("phx_ref", "F1"))));
        test.push(Members.ROOM, "presence_state", Map.of());
        test.push(Members.ROOM, "presence_diff", Map.of("joins", bob, "leaves", Map.of()));
        test.push(Members.ROOM, "presence_diff", Map.of("joins", Map.of(), "leaves", bob));

        assertThat(shown).containsExactly(List.of("bob"), List.of());
    }
}
