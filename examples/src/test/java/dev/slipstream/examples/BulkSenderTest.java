package dev.slipstream.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.PushFailedException;
import dev.slipstream.RunningClient;
import dev.slipstream.Slipstream;
import dev.slipstream.core.Configuration;
import dev.slipstream.core.Payload;
import dev.slipstream.core.Reply;
import dev.slipstream.testkit.phoenix.ChannelContext;
import dev.slipstream.testkit.phoenix.JoinResult;
import dev.slipstream.testkit.phoenix.PhoenixChannel;
import dev.slipstream.testkit.phoenix.UserSocket;
import dev.slipstream.testkit.server.PhoenixServer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Sends rows to a server that reads nothing for some time. */
class BulkSenderTest {

    private static final int ROWS = 20_000;
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    /** Counts the pushes that are rows. Replies to other pushes with the number of rows. */
    private static final class Imports implements PhoenixChannel {

        private int rows;
        private boolean isOrdered = true;

        @Override
        public JoinResult join(String topic, Payload params, ChannelContext context) {
            return JoinResult.ok();
        }

        @Override
        public void handleIn(String event, Payload payload, ChannelContext context) {
            if (event.equals("row")) {
                isOrdered &= payload.as(BulkSender.Row.class).number() == rows;
                rows++;
            } else {
                context.reply(Map.of("rows", rows, "ordered", isOrdered));
            }
        }
    }

    private record Count(int rows, boolean ordered) {}

    /** Pushes until a push fails, because the outbound queue stays full during its timeout. */
    private static void awaitFull(RunningClient client) {
        boolean isFull = false;
        while (!isFull) {
            try {
                client.push(BulkSender.TOPIC, "probe", Map.of(), Duration.ofMillis(200));
            } catch (PushFailedException full) {
                isFull = true;
            }
        }
    }

    @Test
    void noRowIsLostWhileTheServerIsBusy() throws Exception {
        List<BulkSender.Row> rows = IntStream.range(0, ROWS)
                .mapToObj(number -> new BulkSender.Row(number, "x".repeat(1_000)))
                .toList();
        try (PhoenixServer server = PhoenixServer.start(UserSocket.at("/socket").channel("imports:*", Imports::new));
                RunningClient client = Slipstream.start(new BulkSender(Configuration.builder(server.uri())
                        .requestTimeout(PATIENCE)
                        .heartbeatInterval(Duration.ZERO)
                        .build()))) {
            Rooms.awaitJoined(client, BulkSender.TOPIC);

            server.freeze();
            CompletableFuture<Reply> sending = CompletableFuture.supplyAsync(
                            () -> BulkSender.send(rows, client).toCompletableFuture())
                    .thenCompose(reply -> reply);
            awaitFull(client);
            assertThat(sending).isNotDone();
            server.thaw();

            assertThat(sending.get(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .isInstanceOfSatisfying(
                            Reply.Ok.class,
                            ok -> assertThat(ok.response().as(Count.class)).isEqualTo(new Count(ROWS, true)));
        }
    }
}
