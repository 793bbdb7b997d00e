package dev.slipstream.system.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.SlipstreamClient;
import dev.slipstream.core.Configuration;
import dev.slipstream.core.DisconnectReason;
import dev.slipstream.core.ReconnectPolicy;
import dev.slipstream.core.Socket;
import dev.slipstream.core.TopicCloseReason;
import dev.slipstream.testkit.SocketTest;
import dev.slipstream.testkit.junit.SocketTestExtension;
import java.time.Duration;
import java.util.Map;
import java.util.logging.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A problem that was only counted is visible a minute later, although the client has nothing else to do. */
@ExtendWith(SocketTestExtension.class)
class LateCountTest {

    private static final String TOPIC = "rooms:1";

    /** A client that joins its topic again when it receives a message. */
    private static final class Rejoining implements SlipstreamClient {

        @Override
        public Socket init(Socket socket) {
            return socket.connect(Configuration.builder("ws://localhost/socket/websocket")
                            .heartbeatInterval(Duration.ZERO)
                            .reconnectPolicy(new Failing())
                            .build())
                    .join(TOPIC);
        }

        @Override
        public Socket handleInfo(Object message, Socket socket) {
            return socket.rejoin(TOPIC);
        }
    }

    /** A policy with a mistake. */
    private static final class Failing implements ReconnectPolicy {

        @Override
        public Decision reconnects(DisconnectReason reason, Tries tries) {
            throw new IllegalStateException("it failed");
        }

        @Override
        public boolean rejoins(TopicCloseReason reason, int failures) {
            return false;
        }
    }

    @Test
    void secondGiveUpWithinAMinuteIsLoggedAfterTheMinute(SocketTest test) throws Exception {
        VisibleTexts texts = new VisibleTexts();
        try (Logs logs = Logs.from(Level.INFO, texts)) {
            test.start(new Rejoining());
            test.acceptConnect();
            test.refuseJoin(TOPIC, Map.of("reason", "full"));
            test.advance(Duration.ofSeconds(10));
            test.send("rejoin");
            test.refuseJoin(TOPIC, Map.of("reason", "full"));
            test.advance(Duration.ofSeconds(49));
            assertThat(texts.with("(1 more in the last")).isEmpty();

            test.advance(Duration.ofSeconds(1));

            assertThat(texts.with(TOPIC + " (1 more in the last 60 s)")).hasSize(1);
        }
    }

    @Test
    void secondExceptionOfAPolicyWithinAMinuteIsLoggedAfterTheMinute(SocketTest test) throws Exception {
        VisibleTexts texts = new VisibleTexts();
        try (Logs logs = Logs.from(Level.INFO, texts)) {
            test.start(new Rejoining());
            test.acceptConnect();
            test.cutConnection();
            test.acceptConnect();
            test.cutConnection();
            test.acceptConnect();
            assertThat(texts.with("it failed")).hasSize(1);
            assertThat(texts.with("(1 more in the last")).isEmpty();

            test.advance(Duration.ofMinutes(1));

            assertThat(texts.with("threw java.lang.IllegalStateException (1 more in the last 60 s)"))
                    .hasSize(1);
        }
    }
}
