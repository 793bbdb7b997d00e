package dev.slipstream.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.RunningClient;
import dev.slipstream.core.Configuration;
import dev.slipstream.core.Event;
import dev.slipstream.testkit.SocketTest;
import dev.slipstream.testkit.junit.SocketTestExtension;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SocketTestExtension.class)
class RepeaterTest {

    private static final String TOPIC = "rooms:lobby";

    private final BlockingQueue<Event.MessageReceived> received = new LinkedBlockingQueue<>();

    @Test
    void repeatsWhatTheServerSays(SocketTest test) {
        Repeater repeater = new Repeater(Configuration.of("ws://localhost/socket/websocket"), TOPIC);
        repeater.listen(received::add);
        test.start(repeater);
        test.connectAndJoin(TOPIC);

        test.push(TOPIC, "news", Map.of("sun", "up"));

        assertThat(received).singleElement().satisfies(message -> {
            assertThat(message.event()).isEqualTo("news");
            assertThat(message.payload().text()).isEqualTo("{\"sun\":\"up\"}");
        });
    }

    @Test
    void worksOverSockets() throws InterruptedException {
        try (Rooms rooms = new Rooms()) {
            RunningClient client = rooms.start(configuration -> {
                Repeater repeater = new Repeater(configuration, TOPIC);
                repeater.listen(received::add);
                return repeater;
            });
            Rooms.awaitJoined(client, TOPIC);

            rooms.server().broadcast(TOPIC, "news", Map.of("sun", "up"));

            assertThat(received.poll(60, TimeUnit.SECONDS)).isNotNull();
        }
    }
}
