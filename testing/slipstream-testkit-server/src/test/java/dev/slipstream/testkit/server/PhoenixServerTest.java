package dev.slipstream.testkit.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipstream.core.Payload;
import dev.slipstream.core.transport.Frame;
import dev.slipstream.testkit.phoenix.ChannelContext;
import dev.slipstream.testkit.phoenix.ConnectResult;
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
import org.junit.jupiter.api.parallel.Isolated;

/** The behavior of the server on the network. {@code ServerCaptureTest} tests the server's answers. */
@Isolated("inspects the threads of the JVM")
@Timeout(60)
class PhoenixServerTest {

    private static final String TARGET = "/socket/websocket?vsn=2.0.0&user=ann";
    private static final String ACCEPTED = "http 101 {} ";
    private static final String JOINED = "text 1 1 a phx_reply ok {}";
    private static final String BEAT = "text null 2 phoenix phx_reply ok {}";
    private static final Duration PATIENCE = Duration.ofSeconds(50);
    private static final Duration MOMENT = Duration.ofMillis(200);

    private static final UserSocket SOCKET = UserSocket.at("/socket")
            .withConnect(
                    request -> ConnectResult.ok("user:" + request.param("user").orElse("")))
            .channel("a", Forwarding::new);

    /** Sends the client each message that the test gives to the channel; crashes if the client pushes anything. */
    private record Forwarding() implements PhoenixChannel {

        @Override
        public JoinResult join(String topic, Payload params, ChannelContext context) {
            return JoinResult.ok();
        }

        @Override
        public void handleInfo(Object message, ChannelContext context) {
            context.push("told", Map.of("it", message));
        }
    }

    private static RawClient client(PhoenixServer server) {
        return new RawClient(server.port(), TARGET, Map.of(), null);
    }

    private static void join(RawClient client) {
        text(client, "[\"1\",\"1\",\"a\",\"phx_join\",{}]");
    }

    private static void beat(RawClient client) {
        text(client, "[null,\"2\",\"phoenix\",\"heartbeat\",{}]");
    }

    private static void text(RawClient client, String text) {
        client.send(List.of(new WireFrame.Text(text)));
    }

    /** Waits for {@code count} actions of the server, at most {@link #PATIENCE}. Returns the arrived actions. */
    private static List<String> received(RawClient client, int count) throws InterruptedException {
        client.await(count, PATIENCE);
        return client.arrived();
    }

    @Test
    void aTestCanSendToChannelsAndReadExchanges() throws InterruptedException {
        try (PhoenixServer server = PhoenixServer.start(SOCKET);
                RawClient client = client(server)) {
            join(client);
            assertThat(received(client, 2)).containsExactly(ACCEPTED, JOINED);

            server.tell("a", 7);
            server.broadcast("a", "news", new byte[] {1});
            text(client, "[\"1\",\"3\",\"a\",\"boom\",{}]");
            assertThat(received(client, 5).subList(2, 5))
                    .containsExactly(
                            "text 1 null a told null {it:7}",
                            "binary null null a news null 01",
                            "text 1 1 a phx_error null {reason:\"channel_crash\"}");

            assertThat(server.crashes()).singleElement().isInstanceOf(UnsupportedOperationException.class);
            assertThat(server.exchanges())
                    .hasSize(6)
                    .first()
                    .isEqualTo(new Exchange(1, true, new Frame.Text("[\"1\",\"1\",\"a\",\"phx_join\",{}]")));
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    void clientsAreDisconnectedDrainedOrCut() throws InterruptedException {
        try (PhoenixServer server = PhoenixServer.start(SOCKET);
                RawClient named = client(server);
                RawClient joined = new RawClient(server.port(), TARGET.replace("ann", "bob"), Map.of(), null)) {
            join(joined);
            received(named, 1);
            received(joined, 2);

            server.disconnect("user:ann");
            assertThat(received(named, 2)).endsWith("close 1001");
            server.drain();
            assertThat(received(joined, 3)).endsWith("close 1012");
            try (RawClient cut = client(server)) {
                received(cut, 1);
                server.cutConnections();
                assertThat(received(cut, 2)).endsWith("eof");
            }
            assertThat(server.connections()).isZero();
        }
    }

    @Test
    void frozenServerDoesNotAnswer() throws InterruptedException {
        try (PhoenixServer server = PhoenixServer.start(SOCKET);
                RawClient client = client(server)) {
            join(client);
            received(client, 2);
            server.freeze();
            beat(client);
            beat(client);
            try (RawClient late = client(server)) {
                late.await(1, MOMENT);
                assertThat(late.arrived()).isEmpty();
                assertThat(client.arrived()).hasSize(2);

                server.thaw();
                assertThat(received(late, 1)).containsExactly(ACCEPTED);
                assertThat(received(client, 4)).endsWith(BEAT, BEAT);
            }
        }
    }

    @Test
    void delayedServerAnswersLater() throws InterruptedException {
        try (PhoenixServer server = PhoenixServer.start(SOCKET);
                RawClient client = client(server)) {
            received(client, 1);
            server.delay(MOMENT);
            long before = System.nanoTime();
            beat(client);

            assertThat(received(client, 2)).endsWith(BEAT);
            assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThanOrEqualTo(MOMENT);
        }
    }

    @Test
    void serverRefusesAsManyHandshakesAsTheTestAsksFor() throws InterruptedException {
        try (PhoenixServer server = PhoenixServer.start(SOCKET)) {
            server.refuseNext(1, new ConnectResult.Refused(503, Map.of("retry-after", List.of("7")), "busy"));
            try (RawClient refused = client(server);
                    RawClient accepted = new RawClient(server.port(), TARGET, Map.of("Upgrade", "h2c"), null)) {
                assertThat(received(refused, 1)).containsExactly("http 503 {retry-after=7} busy");
                assertThat(received(accepted, 1)).containsExactly("http 400 {} not a websocket request");
            }
            try (RawClient accepted = client(server)) {
                assertThat(received(accepted, 1)).containsExactly(ACCEPTED);
            }
        }
    }

    @Test
    void serverUsesTlsWithTestCertificate() throws InterruptedException {
        TestCertificate certificate = TestCertificate.forLocalhost();
        ServerSettings settings = ServerSettings.standard().withCertificate(certificate);
        try (PhoenixServer server = PhoenixServer.start(Endpoint.of(SOCKET), settings);
                RawClient client = new RawClient(server.port(), TARGET, Map.of(), certificate.trusted())) {
            assertThat(server.uri())
                    .hasScheme("wss")
                    .hasPath("/socket/websocket")
                    .hasPort(server.port());
            join(client);
            assertThat(received(client, 2)).containsExactly(ACCEPTED, JOINED);
        }
    }

    @Test
    void closedServerFreesThreadsAndPort() throws InterruptedException {
        int port;
        try (PhoenixServer server = PhoenixServer.start(SOCKET);
                RawClient client = client(server)) {
            port = server.port();
            received(client, 1);
            server.close();

            assertThat(received(client, 2)).endsWith("eof");
            assertThatThrownBy(server::connections).isInstanceOf(IllegalStateException.class);
            for (Thread thread : Thread.getAllStackTraces().keySet()) {
                if (thread.getName().startsWith("phoenix-")) {
                    assertThat(thread.join(Duration.ofSeconds(60)))
                            .as("%s ends", thread)
                            .isTrue();
                }
            }
        }
        ServerSettings same = ServerSettings.standard().withPort(port);
        try (PhoenixServer server = PhoenixServer.start(Endpoint.of(SOCKET), same)) {
            assertThat(server.port()).isEqualTo(port);
            assertThatThrownBy(() -> PhoenixServer.start(Endpoint.of(SOCKET), same))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining(Integer.toString(port));
        }
    }

    @Test
    void misuseIsRejected() {
        assertThatThrownBy(() -> PhoenixServer.start()).isInstanceOf(IllegalArgumentException.class);
        try (PhoenixServer server = PhoenixServer.start(SOCKET)) {
            assertThatThrownBy(() -> server.uri("/nosuch")).hasMessageContaining("/nosuch");
            assertThatThrownBy(() -> server.broadcast("a".repeat(256), "news", new byte[1]))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("256");
        }
    }
}
