package dev.slipstream.bench.peer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.testkit.phoenix.UserSocket;
import dev.slipstream.testkit.server.PhoenixServer;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each client of the benchmarks works with any Phoenix server that has the channel of the documentation. */
@Timeout(120)
class OwnPhoenixTest {

    private static final UserSocket SOCKET = UserSocket.at("/socket").channel("bench:*", BenchChannel::new);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdk",
                "tyrus",
                "java-phoenix",
                "slipstream-jdk",
                "slipstream-netty",
                "slipstream-tyrus",
                "channels-jdk",
                "channels-netty",
                "session-jdk",
                "session-netty",
                "session-tyrus"
            })
    void clientReceivesMessagesAndReplies(String kind) throws Exception {
        try (PhoenixServer server = PhoenixServer.start(SOCKET)) {
            Peer peer = Peers.of(kind);
            peer.connect(server.uri(), 1);
            try {
                peer.flood(300, 100, 1);
                peer.arrived(300);
                peer.echo(200, 64, 100);

                assertThat(peer.trips(20, 100)).hasSize(20).doesNotContain(0);
            } finally {
                peer.close();
            }
            assertThat(server.crashes()).isEmpty();
            // The join and its reply, the 300 messages, and each request with its reply.
            assertThat(server.exchanges()).hasSizeGreaterThanOrEqualTo(2 + 300 + 2 * (2 + 200 + 20));
        }
    }
}
