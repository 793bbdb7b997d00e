package dev.slipstream.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipstream.CallRefusedException;
import dev.slipstream.RunningClient;
import dev.slipstream.core.Configuration;
import dev.slipstream.core.From;
import dev.slipstream.core.Payload;
import dev.slipstream.testkit.SocketTest;
import dev.slipstream.testkit.junit.SocketTestExtension;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SocketTestExtension.class)
class NextMessageTest {

    @Test
    void allCallersOfTopicGetItsNextMessage(SocketTest test) {
        RunningClient client = test.start(new NextMessage(Configuration.of("ws://localhost/socket/websocket")));
        test.acceptConnect();
        CompletableFuture<Payload> one = test.run(() -> next(client, "sky"));
        CompletableFuture<Payload> two = test.run(() -> next(client, "sky"));
        CompletableFuture<Payload> other = test.run(() -> next(client, "sea"));
        test.acceptJoin("sky");
        test.acceptJoin("sea");

        test.push("sky", "seen", Map.of("star", 1));

        assertThat(test.await(one)).isEqualTo(test.await(two));
        assertThat(other).isNotDone();
        test.acceptLeave("sky");
        test.push("sea", "seen", Map.of("ship", 2));
        assertThat(test.await(other).text()).isEqualTo("{\"ship\":2}");
    }

    @Test
    void closedTopicRefusesAllItsCallers(SocketTest test) {
        RunningClient client = test.start(new NextMessage(Configuration.of("ws://localhost/socket/websocket")));
        test.acceptConnect();
        CompletableFuture<Payload> one = test.run(() -> next(client, "sky"));
        CompletableFuture<Payload> two = test.run(() -> next(client, "sky"));

        test.refuseJoin("sky", Map.of("reason", "cloudy"));

        assertThatThrownBy(() -> test.await(one)).isInstanceOf(CallRefusedException.class);
        assertThatThrownBy(() -> test.await(two)).isInstanceOf(CallRefusedException.class);
    }

    @Test
    void worksOverSockets() throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
                Rooms rooms = new Rooms()) {
            RunningClient client = rooms.start(NextMessage::new);
            Future<Payload> waits = threads.submit(() -> next(client, "sky"));
            Rooms.awaitJoined(client, "sky");

            rooms.server().broadcast("sky", "seen", Map.of("star", 1));

            assertThat(waits.get(60, TimeUnit.SECONDS).text()).isEqualTo("{\"star\":1}");
            rooms.awaitReceived("leave sky");
        }
    }

    private static Payload next(RunningClient client, String topic) {
        return client.call((From<Payload> from) -> new NextMessage.Next(topic, from), Duration.ofSeconds(60));
    }
}
