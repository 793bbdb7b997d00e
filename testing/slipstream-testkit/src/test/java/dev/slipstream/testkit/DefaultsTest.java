package dev.slipstream.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipstream.AwaitTimeoutException;
import dev.slipstream.RunningClient;
import dev.slipstream.SlipstreamClient;
import dev.slipstream.core.Configuration;
import dev.slipstream.core.Failure;
import dev.slipstream.core.From;
import dev.slipstream.core.Socket;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A client that overrides only {@code init}. */
class DefaultsTest {

    private static final String TOPIC = "rooms:lobby";
    private static final String OTHER = "rooms:other";

    private final SocketTest test = SocketTest.open();
    private final RunningClient client = test.start(new Plain());

    @AfterEach
    void endTheTest() {
        test.close();
    }

    private static final class Plain implements SlipstreamClient {

        @Override
        public Socket init(Socket socket) {
            return socket.connect(Configuration.of("ws://localhost/socket/websocket"))
                    .join(TOPIC);
        }
    }

    @Test
    void defaultsIgnoreAllEvents() {
        test.connectAndJoin(TOPIC);

        test.send("nobody handles it");
        test.cast("nor this");
        test.push(TOPIC, "news", Map.of("n", 1));
        test.push(TOPIC, "bytes", new byte[] {1});
        client.run(socket -> socket.push(TOPIC, "tell", Map.of())
                .request(TOPIC, "ask", Map.of(), "tag")
                .then("next")
                .sendAfter("key", Duration.ofSeconds(1), "timer"));
        test.reply(test.assertPush(TOPIC, "tell"), Map.of());
        test.reply(test.assertPush(TOPIC, "ask"), "error", Map.of());
        client.run(socket -> socket.join(OTHER));
        test.refuseJoin(OTHER, Map.of("reason", "no"));
        client.run(socket -> socket.join(OTHER));
        test.acceptJoin(OTHER);
        client.run(socket -> socket.leave(OTHER));
        test.acceptLeave(OTHER);
        test.advance(Duration.ofMinutes(1));

        test.refuteStopped();
        assertThat(client.socket().isJoined(TOPIC)).isTrue();
        assertThat(client.socket().connection().orElseThrow().number()).isEqualTo(1);
    }

    @Test
    void lostConnectionsAndTopicsAreRestored() {
        test.failConnect(new Failure.ConnectionRefused("localhost:80"));
        test.connectAndJoin(TOPIC);

        test.crash(TOPIC);
        test.acceptJoin(TOPIC);
        test.cutConnection();
        test.connectAndJoin(TOPIC);
        test.closeConnection(1000, "");
        test.connectAndJoin(TOPIC);

        test.refuteStopped();
    }

    @Test
    void unansweredCallTimesOut() {
        test.connectAndJoin(TOPIC);

        CompletableFuture<String> answer = test.run(() -> client.call((From<String> from) -> from));

        assertThatThrownBy(() -> test.await(answer)).isInstanceOf(AwaitTimeoutException.class);
        test.refuteStopped();
    }
}
