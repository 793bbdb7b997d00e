package dev.slipstream.testkit.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipstream.core.Payload;
import dev.slipstream.testkit.phoenix.ChannelContext;
import dev.slipstream.testkit.phoenix.Endpoint;
import dev.slipstream.testkit.phoenix.JoinResult;
import dev.slipstream.testkit.phoenix.PhoenixChannel;
import dev.slipstream.testkit.phoenix.UserSocket;
import dev.slipstream.testkit.server.capture.RawClient;
import dev.slipstream.testkit.server.capture.WireFrame;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Presence on real sockets. */
@Timeout(60)
class ServerPresenceTest {

    private static final Duration PATIENCE = Duration.ofSeconds(50);
    private static final String ACCEPTED = "http 101 {} ";

    /** Tracks the user of the connection after the join. */
    private static final class Room implements PhoenixChannel {

        @Override
        public JoinResult join(String topic, Payload params, ChannelContext context) {
            context.send("after_join");
            return JoinResult.ok();
        }

        @Override
        public void handleInfo(Object message, ChannelContext context) {
            String user = context.request().param("user").orElseThrow();
            if (message.equals("after_join")) {
                context.track(user, Map.of());
                context.push("presence_state", context.presences());
            } else {
                context.update(user, Map.of("is", message));
            }
        }
    }

    private static RawClient joined(PhoenixServer server, String user) {
        RawClient client = new RawClient(server.port(), "/socket/websocket?vsn=2.0.0&user=" + user, Map.of(), null);
        client.send(List.of(new WireFrame.Text("[\"1\",\"1\",\"a\",\"phx_join\",{}]")));
        return client;
    }

    private static List<String> received(RawClient client, int count) throws InterruptedException {
        client.await(count, PATIENCE);
        return client.arrived();
    }

    private static String diff(String joins, String leaves) {
        return "text null null a presence_diff null {joins:{" + joins + "},leaves:{" + leaves + "}}";
    }

    private static String presence(String user, String meta) {
        return user + ":{metas:[{" + meta + "}],name:\"" + user + "\"}";
    }

    @Test
    void clientsReceiveStateAndDiffsUntilConnectionEnds() throws InterruptedException {
        Endpoint endpoint = Endpoint.of(UserSocket.at("/socket").channel("a", Room::new))
                .withPresenceFetch((topic, presences) -> {
                    presences.forEach((user, presence) -> presence.put("name", user));
                    return presences;
                });
        try (PhoenixServer server = PhoenixServer.start(endpoint);
                RawClient ann = joined(server, "ann")) {
            String annIn = presence("ann", "phx_ref:\"<phx_ref:1>\"");
            assertThat(received(ann, 4))
                    .containsExactly(
                            ACCEPTED,
                            "text 1 1 a phx_reply ok {}",
                            diff(annIn, ""),
                            "text 1 null a presence_state null {" + annIn + "}");

            String bobIn = presence("bob", "phx_ref:\"<phx_ref:2>\"");
            try (RawClient bob = joined(server, "bob")) {
                assertThat(received(bob, 4))
                        .endsWith("text 1 null a presence_state null {" + annIn + "," + bobIn + "}");
                assertThat(received(ann, 5)).endsWith(diff(bobIn, ""));
                assertThat(server.presences("a").text()).contains("ann", "bob");
            }
            assertThat(received(ann, 6)).endsWith(diff("", bobIn));

            server.tell("a", "away");
            String annAway = presence("ann", "is:\"away\",phx_ref:\"<phx_ref:3>\",phx_ref_prev:\"<phx_ref:1>\"");
            assertThat(received(ann, 7)).endsWith(diff(annAway, annIn));
            assertThat(server.crashes()).isEmpty();
        }
    }

    @Test
    void closedServerHasNoPresences() {
        PhoenixServer server = PhoenixServer.start(UserSocket.at("/socket"));
        assertThat(server.presences("a").isEmptyObject()).isTrue();
        server.close();
        assertThatThrownBy(() -> server.presences("a")).isInstanceOf(IllegalStateException.class);
    }
}
