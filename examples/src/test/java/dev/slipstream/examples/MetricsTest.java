package dev.slipstream.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.core.Configuration;
import dev.slipstream.core.StopReason;
import dev.slipstream.testkit.ClientAction;
import dev.slipstream.testkit.SocketTest;
import dev.slipstream.testkit.junit.SocketTestExtension;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SocketTestExtension.class)
class MetricsTest {

    private static final String TOPIC = "metrics:all";

    private final AtomicLong gauge = new AtomicLong();

    @BeforeEach
    void resetGauge() {
        gauge.set(0);
    }

    private Metrics client(Configuration configuration) {
        return new Metrics(configuration, gauge::incrementAndGet);
    }

    private void startJoined(SocketTest test) {
        test.start(client(Configuration.of("ws://localhost/socket/websocket")));
        test.connectAndJoin(TOPIC);
    }

    @Test
    void reportsWhenItIsJoinedAndThenEveryTenSeconds(SocketTest test) {
        startJoined(test);

        test.assertPush(TOPIC, "gauge", Map.of("value", 1));
        test.within(Duration.ofMillis(9_999)).refutePush(TOPIC, "gauge");
        test.assertPush(TOPIC, "gauge", Map.of("value", 2));
        test.assertPush(TOPIC, "gauge", Map.of("value", 3));

        assertThat(test.now()).isEqualTo(Duration.ofSeconds(20));
    }

    @Test
    void onlyReplyToLastReportCounts(SocketTest test) {
        startJoined(test);
        ClientAction.Push first = test.assertPush(TOPIC, "gauge");
        ClientAction.Push second = test.assertPush(TOPIC, "gauge");

        test.reply(first, Map.of());
        test.reply(second, Map.of());

        assertThat(test.client().socket().assigned(Metrics.TAKEN)).isEqualTo(1);
    }

    @Test
    void doesNotReportWhileDisconnected(SocketTest test) {
        startJoined(test);
        test.assertPush(TOPIC, "gauge");

        test.cutConnection();
        test.advance(Duration.ofMinutes(1));
        assertThat(gauge).hasValue(1);

        test.connectAndJoin(TOPIC);
        test.assertPush(TOPIC, "gauge", Map.of("value", 2));
    }

    @Test
    void finishEndsClient(SocketTest test) {
        startJoined(test);

        test.send(new Metrics.Finish());

        assertThat(test.assertStopped()).isEqualTo(new StopReason.Normal());
    }

    @Test
    void worksOverSockets() throws InterruptedException {
        try (Rooms rooms = new Rooms()) {
            rooms.start(this::client);

            rooms.awaitReceived("gauge {\"value\":1}");
        }
    }
}
