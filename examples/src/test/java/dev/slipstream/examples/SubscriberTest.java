package dev.slipstream.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipstream.CallRefusedException;
import dev.slipstream.RunningClient;
import dev.slipstream.core.Configuration;
import dev.slipstream.core.From;
import dev.slipstream.core.Payload;
import dev.slipstream.core.StopReason;
import dev.slipstream.testkit.SocketTest;
import dev.slipstream.testkit.junit.SocketTestExtension;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SocketTestExtension.class)
class SubscriberTest {

    private static final Configuration CONFIGURATION = Configuration.of("ws://localhost/socket/websocket");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Test
    void castJoinsATopic(SocketTest test) {
        test.start(new Subscriber(CONFIGURATION));
        test.acceptConnect();

        test.cast(new Subscriber.Join("rooms:lobby"));

        test.acceptJoin("rooms:lobby");
    }

    @Test
    void pingIsAnsweredAtOnce(SocketTest test) {
        test.start(new Subscriber(CONFIGURATION));

        assertThat(test.<String>call(Subscriber.Ping::new)).isEqualTo("pong");
    }

    @Test
    void joinNowIsAnsweredWithTheResponseToTheJoin(SocketTest test) {
        RunningClient client = test.start(new Subscriber(CONFIGURATION));
        test.acceptConnect();

        CompletableFuture<Payload> answer = test.run(() -> client.call(SubscriberTest::joinNow));
        assertThat(answer).isNotDone();
        test.accept(test.assertJoin("rooms:lobby"), Map.of("motd", "hello"));

        assertThat(test.await(answer).text()).isEqualTo("{\"motd\":\"hello\"}");
    }

    @Test
    void refusedJoinNowRefusesItsCaller(SocketTest test) {
        RunningClient client = test.start(new Subscriber(CONFIGURATION));
        test.acceptConnect();

        CompletableFuture<Payload> answer = test.run(() -> client.call(SubscriberTest::joinNow));
        test.refuseJoin("rooms:lobby", Map.of("reason", "full"));

        assertThatThrownBy(() -> test.await(answer)).isInstanceOf(CallRefusedException.class);
        CompletableFuture<Payload> next = test.run(() -> client.call(SubscriberTest::joinNow));
        test.acceptJoin("rooms:lobby");
        test.await(next);
        assertThatThrownBy(() -> client.call(SubscriberTest::joinNow)).hasMessageContaining("joined already");
    }

    @Test
    void concludedSubscriptionDisconnectsAndEnds(SocketTest test) {
        test.start(new Subscriber(CONFIGURATION));
        test.acceptConnect();

        test.send(new Subscriber.ConcludeSubscription());

        test.assertDisconnect();
        assertThat(test.assertStopped()).isEqualTo(new StopReason.Normal());
    }

    @Test
    void worksOverSockets() throws Exception {
        try (Rooms rooms = new Rooms()) {
            RunningClient client = rooms.start(Subscriber::new);

            assertThat(client.<String>call(Subscriber.Ping::new, PATIENCE)).isEqualTo("pong");
            assertThat(client.call(SubscriberTest::joinNow, PATIENCE).text()).isEqualTo("{}");
            client.send(new Subscriber.ConcludeSubscription());

            rooms.awaitReceived("leave rooms:lobby");
            assertThat(client.whenStopped().toCompletableFuture().get(60, TimeUnit.SECONDS))
                    .isEqualTo(new StopReason.Normal());
        }
    }

    private static Subscriber.JoinNow joinNow(From<Payload> from) {
        return new Subscriber.JoinNow("rooms:lobby", from);
    }
}
