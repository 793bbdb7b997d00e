package dev.slipstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipstream.core.ConnectionStatus;
import dev.slipstream.core.From;
import dev.slipstream.core.JoinStatus;
import dev.slipstream.core.Socket;
import dev.slipstream.core.StopReason;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Mistakes in a callback or in a step of {@link RunningClient#run} throw, and the client continues. */
class CallbackMistakesTest {

    private static final String CLIENT = "client \\w{8} \\(ws://localhost/socket/websocket\\)";

    private record Ping(From<String> from) {}

    private final FakeTransports transports = new FakeTransports();
    private final Journal journal = new Journal();
    private final CountDownLatch gate = new CountDownLatch(1);

    /** A client that records the failures of its callbacks, and then calls the default {@code handleFailure}. */
    private final class Lobby implements SlipstreamClient {

        @Override
        public Socket init(Socket socket) {
            return socket.connect(FakeTransports.configuration());
        }

        @Override
        public Socket handleConnect(Socket socket) {
            return socket.join("rooms:lobby");
        }

        @Override
        public Socket handleMessage(String topic, String event, dev.slipstream.core.Payload payload, Socket socket) {
            return socket.push("rooms:never", event, payload);
        }

        @Override
        public Socket handleFailure(Throwable thrown, String cause, Socket socket) {
            journal.note("failure of " + cause);
            return SlipstreamClient.super.handleFailure(thrown, cause, socket);
        }

        @Override
        public Socket handleInfo(Object message, Socket socket) {
            journal.note("blocks");
            awaitGate();
            return socket;
        }

        @Override
        public Socket handleCall(Object message, Socket socket) {
            return message instanceof Ping(var from) ? socket.answer(from, "pong") : socket;
        }
    }

    private void awaitGate() {
        try {
            assertThat(gate.await(Journal.PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private RunningClient start() {
        RunningClient client = Slipstream.start(new Lobby(), transports.options());
        await(client.whenJoined("rooms:lobby"));
        return client;
    }

    private static <T> T await(CompletionStage<T> stage) {
        return stage.toCompletableFuture()
                .orTimeout(Journal.PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .join();
    }

    private static Throwable failure(CompletionStage<?> stage) {
        return await(stage.handle((value, thrown) -> thrown));
    }

    @SuppressWarnings("NullAway") // passes and returns null, like user code without null checks
    static Stream<UnaryOperator<Socket>> mistakes() {
        return Stream.of(
                socket -> socket.push("room:3", "shout", Map.of()),
                socket -> socket.push("rooms:lobby", "phx_leave", Map.of()),
                socket -> socket.join(null),
                socket -> null,
                socket -> {
                    throw new AssertionError("an Error counts as well");
                });
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void mistakeInStepFailsOnlyTheStageOfThisStep(UnaryOperator<Socket> mistake) {
        try (RunningClient client = start()) {
            assertThat(failure(client.run(mistake))).isNotNull().isNotInstanceOf(CompletionException.class);
            assertThat(client.<String>call(Ping::new)).isEqualTo("pong");
            assertThat(client.socket().isJoined("rooms:lobby")).isTrue();
            assertThat(journal.lines()).isEmpty();
        }
    }

    @Test
    void stageOfStepCompletesWhenItsOperationsAreApplied() {
        try (RunningClient client = start()) {
            await(client.run(socket -> socket.join("rooms:other")));
            assertThat(client.socket().status("rooms:other")).isNotEqualTo(JoinStatus.NONE);
            await(client.run(socket -> socket.push("rooms:lobby", "shout", Map.of())));
            transports.next().took("shout");
        }
    }

    @Test
    void stageOfStepFailsIfClientEndsFirst() {
        RunningClient client = start();
        client.send("block");
        journal.expect("blocks");
        client.stop(new StopReason.Normal());
        CompletionStage<Void> waiting = client.run(UnaryOperator.identity());
        gate.countDown();
        assertThat(failure(waiting))
                .isInstanceOf(ClientEndedException.class)
                .hasMessageMatching(
                        "cannot use " + CLIENT + ": the client has ended: Normal\\[]; start a new client, or"
                                + " restart it with StartOptions.Builder.restart");
    }

    @Test
    void clientContinuesAfterCallbackThatThrows() {
        try (RunningClient client = start()) {
            FakeSocket server = transports.next();
            server.broadcast("rooms:lobby", "one", "{}");
            server.broadcast("rooms:lobby", "two", "{}");
            assertThat(client.<String>call(Ping::new)).isEqualTo("pong");
            assertThat(client.status()).isEqualTo(ConnectionStatus.CONNECTED);
            assertThat(client.whenStopped().toCompletableFuture()).isNotDone();
            assertThat(journal.lines()).containsExactly("failure of handleMessage", "failure of handleMessage");
        }
    }

    @Test
    void timedOutCallNamesTheCallbackThatBlocks() {
        try (RunningClient client = start()) {
            client.send("block");
            journal.expect("blocks");
            assertThatThrownBy(() -> client.call(Ping::new, Duration.ofMillis(30)))
                    .isInstanceOf(AwaitTimeoutException.class)
                    .hasMessageMatching(
                            "the answer of " + CLIENT + " to a call did not arrive within PT0.03S; handleInfo has"
                                    + " been running for PT[0-9.]+S on thread .*; answer in handleCall with socket.answer, do not"
                                    + " block callbacks for long, or pass a longer timeout");
            gate.countDown();
            assertThat(client.<String>call(Ping::new)).isEqualTo("pong");
        }
    }

    @Test
    void writeOnAnotherThreadThrowsThere() {
        try (RunningClient client = start()) {
            CompletableFuture<Throwable> there = new CompletableFuture<>();
            await(client.run(socket -> {
                there.complete(await(CompletableFuture.supplyAsync(() -> socket.push("rooms:lobby", "shout", Map.of()))
                        .handle((pushed, thrown) -> thrown)));
                return socket;
            }));
            assertThat(await(there))
                    .hasCauseInstanceOf(IllegalStateException.class)
                    .hasMessageMatching(
                            ".*cannot write on this socket of " + CLIENT + " on thread .*: a socket belongs to the"
                                    + " thread of its callback, and run runs on thread .*; call RunningClient.run to write from"
                                    + " another thread");
        }
    }

    @Test
    void socketOfEarlierCallbackIsRefused() {
        try (RunningClient client = start()) {
            CompletableFuture<Socket> earlier = new CompletableFuture<>();
            await(client.run(socket -> {
                earlier.complete(socket);
                return socket;
            }));
            Socket old = await(earlier);

            assertThat(failure(client.run(socket -> old.push("rooms:lobby", "late", Map.of()))))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageMatching(
                            "cannot write on this socket of " + CLIENT + ": it belongs to an earlier callback, and now"
                                    + " run runs; use the socket that run received");
            assertThat(failure(client.run(socket -> old)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageMatching(
                            "cannot apply the socket that run of " + CLIENT + " returned: it belongs to an earlier"
                                    + " callback; return a socket that derives from the one that run received");
            assertThat(transports.next().log()).doesNotContain("late rooms:lobby");
        }
    }

    @Test
    void clientCannotWaitForItsOwnEnd() {
        try (RunningClient client = start()) {
            assertThat(failure(client.run(socket -> {
                        client.awaitStopped();
                        return socket;
                    })))
                    .hasMessageMatching(
                            "cannot wait for the end of " + CLIENT + " in its run: it ends only after its callbacks"
                                    + " have returned; return socket.stop\\(reason\\) instead");
        }
    }
}
