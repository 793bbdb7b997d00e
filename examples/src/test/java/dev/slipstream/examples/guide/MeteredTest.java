package dev.slipstream.examples.guide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.SlipstreamClient;
import dev.slipstream.StartOptions;
import dev.slipstream.core.Configuration;
import dev.slipstream.core.Socket;
import dev.slipstream.testkit.SocketTest;
import dev.slipstream.testkit.junit.SocketTestExtension;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SocketTestExtension.class)
class MeteredTest {

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    private static void join(SocketTest test, StartOptions metered) {
        SlipstreamClient client = new SlipstreamClient() {
            @Override
            public Socket init(Socket socket) {
                return socket.connect(Configuration.of("ws://localhost/socket/websocket"))
                        .join("rooms:lobby");
            }
        };
        test.start(client, options -> options.telemetry(metered.telemetry()));
        test.connectAndJoin("rooms:lobby");
        test.push("rooms:lobby", "shout", Map.of());
    }

    @Test
    void standardMetricsCountMessages(SocketTest test) {
        join(test, Metered.options(registry));

        assertThat(registry.get("slipstream.messages.received").counter().count())
                .isEqualTo(1);
    }

    @Test
    void topicTagIsChosenByTheProgram(SocketTest test) {
        join(test, Metered.taggedOptions(registry));

        assertThat(registry.get("slipstream.messages.received")
                        .tags("client", "orders", "topic", "rooms:*")
                        .counter()
                        .count())
                .isEqualTo(1);
    }
}
