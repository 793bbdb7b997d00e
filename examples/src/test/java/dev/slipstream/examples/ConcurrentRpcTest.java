package dev.slipstream.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.RunningClient;
import dev.slipstream.core.Configuration;
import dev.slipstream.core.Failure;
import dev.slipstream.core.From;
import dev.slipstream.core.Payload;
import dev.slipstream.core.Reply;
import dev.slipstream.testkit.ClientAction;
import dev.slipstream.testkit.SocketTest;
import dev.slipstream.testkit.junit.SocketTestExtension;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SocketTestExtension.class)
class ConcurrentRpcTest {

    private static final String TOPIC = ConcurrentRpc.TOPIC;

    @Test
    void eachCallerGetsItsReplyInAnyOrder(SocketTest test) {
        RunningClient client = test.start(new ConcurrentRpc(Configuration.of("ws://localhost/socket/websocket")));
        test.connectAndJoin(TOPIC);

        CompletableFuture<Reply> first = test.run(() -> ask(client, 1));
        CompletableFuture<Reply> second = test.run(() -> ask(client, 2));
        ClientAction.Push one = test.assertPush(TOPIC, "square", Map.of("n", 1));
        ClientAction.Push two = test.assertPush(TOPIC, "square", Map.of("n", 2));
        test.reply(two, Map.of("square", 4));

        assertThat(textOf(test.await(second))).isEqualTo("{\"square\":4}");
        assertThat(first).isNotDone();
        test.reply(one, Map.of("square", 1));
        assertThat(textOf(test.await(first))).isEqualTo("{\"square\":1}");
    }

    @Test
    void callerLearnsOfLostConnection(SocketTest test) {
        RunningClient client = test.start(new ConcurrentRpc(Configuration.of("ws://localhost/socket/websocket")));
        test.connectAndJoin(TOPIC);

        CompletableFuture<Reply> answer = test.run(() -> ask(client, 1));
        test.assertPush(TOPIC, "square");
        test.cutConnection();

        assertThat(test.await(answer)).isEqualTo(new Reply.Lost(new Failure.Disconnected(), true));
    }

    @Test
    void worksOverSockets() throws InterruptedException {
        try (Rooms rooms = new Rooms()) {
            RunningClient client = rooms.start(ConcurrentRpc::new);
            Rooms.awaitJoined(client, TOPIC);

            assertThat(textOf(ask(client, 7))).isEqualTo("{\"n\":7}");
        }
    }

    private static Reply ask(RunningClient client, int number) {
        return client.call(
                (From<Reply> from) -> new ConcurrentRpc.Ask("square", Map.of("n", number), from),
                Duration.ofSeconds(60));
    }

    private static String textOf(Reply reply) {
        return reply instanceof Reply.Ok(Payload response) ? response.text() : reply.toString();
    }
}
