package dev.slipstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipstream.core.ConnectionStatus;
import dev.slipstream.core.Payload;
import dev.slipstream.core.StopReason;
import dev.slipstream.core.TopicCloseReason;
import dev.slipstream.core.serializer.Message;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Clients that are prepared first and started later. Some tests wait for a join or for the end of a client. */
class PreparedClientTest {

    private final FakeTransports transports = new FakeTransports(new FakeTransports.Server() {
        @Override
        public void took(FakeSocket socket, Message message) {
            if (message.topic().equals("rooms:locked")) {
                socket.reply(message, "error", "{\"reason\":\"locked\"}");
            } else {
                socket.answer(message);
            }
        }
    });
    private final Journal journal = new Journal();

    private RunningClient prepare() {
        return Slipstream.prepare(
                new LobbyClient(journal), transports.builder().name("prepared").build());
    }

    private static Throwable failure(CompletionStage<?> stage) {
        return stage.handle((value, thrown) -> thrown)
                .toCompletableFuture()
                .orTimeout(Journal.PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .join();
    }

    @Test
    void preparedClientStartsOnce() {
        try (RunningClient client = prepare()) {
            assertThat(Slipstream.named("prepared")).isEmpty();
            assertThat(client.status()).isEqualTo(ConnectionStatus.DISCONNECTED);
            assertThatThrownBy(() -> client.send("early"))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageMatching("cannot use client prepared \\w{8}: it is not started; call start first");
            assertThatThrownBy(client::awaitStopped).hasMessageContaining("call start first");

            assertThat(client.start()).isSameAs(client);

            journal.expect("joined");
            assertThat(Slipstream.named("prepared")).contains(client);
            assertThat(client.status()).isEqualTo(ConnectionStatus.CONNECTED);
            assertThatThrownBy(client::start)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageMatching(
                            "cannot start client prepared .* twice; prepare another client for a second one");
        }
    }

    @Test
    void secondClientOfNameMayStartAfterFirst() {
        try (RunningClient first = prepare().start();
                RunningClient second = prepare()) {
            assertThatThrownBy(second::start).hasMessageContaining("another one is running");
            first.close();
            second.start();
            journal.expect("joined");
        }
    }

    @Test
    void closedClientCannotStart() {
        RunningClient client = prepare();
        client.close();
        assertThat(client.awaitStopped()).isEqualTo(new StopReason.Shutdown());
        assertThatThrownBy(client::start)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageMatching("cannot start client prepared \\w{8}: it was closed; prepare a new client");
        assertThatThrownBy(() -> client.send("late")).isInstanceOf(ClientEndedException.class);
        assertThat(journal.lines()).isEmpty();
    }

    @Test
    void preparedClientIsNotRestarted() {
        RunningClient client = Slipstream.prepare(
                () -> new LobbyClient(journal),
                transports.builder().restart(RestartPolicy.PERMANENT).build());
        client.stop(new StopReason.Normal());
        assertThat(client.whenStopped()
                        .toCompletableFuture()
                        .orTimeout(Journal.PATIENCE.toSeconds(), TimeUnit.SECONDS)
                        .join())
                .isEqualTo(new StopReason.Normal());
        assertThat(journal.lines()).isEmpty();
    }

    @Test
    void awaitStoppedReturnsReason() {
        RunningClient client = prepare().start();
        CompletableFuture<StopReason> awaited = CompletableFuture.supplyAsync(client::awaitStopped);
        client.stop(new StopReason.Normal());
        assertThat(awaited.orTimeout(Journal.PATIENCE.toSeconds(), TimeUnit.SECONDS)
                        .join())
                .isEqualTo(new StopReason.Normal());
    }

    @Test
    void interruptEndsWaitForEnd() {
        try (RunningClient client = prepare().start()) {
            Thread.currentThread().interrupt();
            assertThatThrownBy(client::awaitStopped).isInstanceOf(AwaitInterruptedException.class);
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void whenJoinedCompletesWithJoinOrItsFailure() {
        RunningClient client = prepare().start();
        assertThat(failure(client.whenJoined("rooms:lobby"))).isNull();
        assertThat(failure(client.whenJoined("rooms:lobby"))).isNull();

        CompletionStage<Void> locked = client.whenJoined("rooms:locked");
        client.run(socket -> socket.join("rooms:locked"));
        assertThat(failure(locked))
                .isInstanceOfSatisfying(
                        JoinFailedException.class,
                        failed -> assertThat(failed.reason())
                                .isInstanceOfSatisfying(
                                        TopicCloseReason.JoinRefused.class,
                                        refused ->
                                                assertThat(refused.response()).isInstanceOf(Payload.Json.class)));

        client.run(socket -> socket.leave("rooms:lobby"));
        assertThat(failure(client.whenJoined("rooms:lobby")))
                .isInstanceOf(AwaitEndedException.class)
                .hasMessage("the wait for the join of rooms:lobby ended early, because rooms:lobby was left; join it"
                        + " again");

        CompletionStage<Void> never = client.whenJoined("rooms:never");
        client.close();
        assertThat(failure(never)).isInstanceOf(ClientEndedException.class);
        assertThatThrownBy(() -> client.whenJoined("")).isInstanceOf(IllegalArgumentException.class);
    }
}
