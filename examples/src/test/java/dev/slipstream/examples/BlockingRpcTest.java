package dev.slipstream.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.RunningClient;
import dev.slipstream.core.Configuration;
import dev.slipstream.core.Failure;
import dev.slipstream.core.From;
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
class BlockingRpcTest {

    private static final String TOPIC = BlockingRpc.TOPIC;

    @Test
    void requestsAreSentOneAfterAnother(SocketTest test) {
        RunningClient client = test.start(new BlockingRpc(Configuration.of("ws://localhost/socket/websocket")));
        test.connectAndJoin(TOPIC);

        CompletableFuture<Reply> first = test.run(() -> ask(client, 1));
        CompletableFuture<Reply> second = test.run(() -> ask(client, 2));
        ClientAction.Push push = test.assertPush(TOPIC, "square", Map.of("n", 1));
        test.refutePush(TOPIC, "square");
        test.reply(push, Map.of("square", 1));
        test.reply(test.assertPush(TOPIC, "square", Map.of("n", 2)), Map.of("square", 4));

        assertThat(test.await(first)).isInstanceOf(Reply.Ok.class);
        assertThat(test.await(second)).isInstanceOf(Reply.Ok.class);
    }

    @Test
    void callerLearnsOfMissingReply(SocketTest test) {
        RunningClient client = test.start(new BlockingRpc(Configuration.of("ws://localhost/socket/websocket")));
        test.connectAndJoin(TOPIC);

        CompletableFuture<Reply> answer = test.run(() -> ask(client, 1));
        test.assertPush(TOPIC, "square");

        assertThat(test.await(answer))
                .isEqualTo(new Reply.Lost(new Failure.TimedOut(Configuration.DEFAULT_REQUEST_TIMEOUT), true));
    }

    @Test
    void worksOverSockets() throws InterruptedException {
        try (Rooms rooms = new Rooms()) {
            RunningClient client = rooms.start(BlockingRpc::new);
            Rooms.awaitJoined(client, TOPIC);

            assertThat(ask(client, 7))
                    .isInstanceOfSatisfying(
                            Reply.Ok.class,
                            ok -> assertThat(ok.response().text()).isEqualTo("{\"n\":7}"));
        }
    }

    private static Reply ask(RunningClient client, int number) {
        return client.call(
                (From<Reply> from) -> new BlockingRpc.Ask("square", Map.of("n", number), from), Duration.ofSeconds(60));
    }
}
