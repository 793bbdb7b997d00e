package dev.slipstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipstream.core.Backoff;
import dev.slipstream.core.Configuration;
import dev.slipstream.core.DisconnectReason;
import dev.slipstream.core.Failure;
import dev.slipstream.core.LeaveCause;
import dev.slipstream.core.Operation;
import dev.slipstream.core.ReconnectPolicy;
import dev.slipstream.core.Socket;
import dev.slipstream.core.StopReason;
import dev.slipstream.core.TopicCloseReason;
import dev.slipstream.core.machine.client.JoinEnd;
import dev.slipstream.core.serializer.Message;
import dev.slipstream.core.state.LiveSocket;
import dev.slipstream.process.ClientProcess;
import dev.slipstream.process.PendingCalls;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Threads outside the client wait for a join. The tests cover each way in which such a wait ends. */
class WhenJoinedTest {

    private static final String LOBBY = "rooms:lobby";
    private static final Duration SHORT = Duration.ofMillis(50);

    /** A server that refuses {@code rooms:locked} once, and never answers a join of {@code rooms:slow}. */
    private static final class Door implements FakeTransports.Server {

        private boolean isOpen;

        @Override
        public void took(FakeSocket socket, Message message) {
            switch (message.topic()) {
                case "rooms:locked" -> {
                    socket.reply(message, isOpen ? "ok" : "error", "{\"reason\":\"locked\"}");
                    isOpen = true;
                }
                case "rooms:slow" -> {}
                default -> socket.answer(message);
            }
        }
    }

    private final FakeTransports transports = new FakeTransports(new Door());
    private final Journal journal = new Journal();

    private static Configuration.Builder configuration() {
        return FakeTransports.configuration().toBuilder().rejoinBackoff(Backoff.exact(List.of(Duration.ofMillis(5))));
    }

    private LobbyClient lobby() {
        return new LobbyClient(journal)
                .onInit(socket -> socket.connect(configuration().build()));
    }

    private RunningClient start(LobbyClient lobby) {
        RunningClient client = Slipstream.start(lobby, transports.options());
        journal.expect("joined");
        run(client, UnaryOperator.identity()); // now the callback of the join has returned
        return client;
    }

    private static Throwable failure(CompletionStage<?> stage) {
        return stage.handle((value, thrown) -> thrown)
                .toCompletableFuture()
                .orTimeout(Journal.PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .join();
    }

    private static void run(RunningClient client, UnaryOperator<Socket> step) {
        assertThat(failure(client.run(step))).isNull();
    }

    @Test
    void topicThatNobodyJoinsIsNamed() {
        try (RunningClient client = start(lobby())) {
            assertThat(failure(client.whenJoined("rooms:lbby", SHORT)))
                    .isInstanceOf(AwaitTimeoutException.class)
                    .hasMessage("the join of rooms:lbby did not arrive within PT0.05S; the client did not ask for"
                            + " it; call socket.join or channel.join, or check the name of the topic (no callback is"
                            + " running)");
        }
    }

    @Test
    void callbackThatBlocksTheClientIsNamedInsteadOfTheTopic() {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        try (RunningClient client = start(lobby())) {
            CompletionStage<Void> blocking = client.run(socket -> {
                begun.countDown();
                Journal.await(end);
                return socket;
            });
            Journal.await(begun);
            CompletionStage<Void> asked = client.run(socket -> socket.join("rooms:other"));

            assertThat(failure(client.whenJoined("rooms:other", SHORT)))
                    .isInstanceOf(AwaitTimeoutException.class)
                    .hasMessageMatching("the join of rooms:other did not arrive within PT0.05S; the client has not"
                            + " asked for it yet, and a callback or handler blocks the client; let another thread do"
                            + " slow work, or wait longer \\(run has been running for PT[0-9.]+S on thread .*\\)");
            end.countDown();
            assertThat(failure(blocking)).isNull();
            assertThat(failure(asked)).isNull();
        }
    }

    /**
     * While the caller waits, the client has no callback and no message. So only the timer can make the client answer.
     */
    @Test
    void idleClientAnswersWaitForTopicThatNobodyJoins() {
        try (RunningClient client = start(lobby())) {
            ClientProcess process = process(client);
            PendingCalls.PendingCall<Void> waiting = process.callers().add();
            assertThat(process.awaitJoin("rooms:lbby", waiting.from(), SHORT)).isTrue();

            assertThat(waiting.answer()
                            .orTimeout(Journal.PATIENCE.toSeconds(), TimeUnit.SECONDS)
                            .join())
                    .isEqualTo(new Operation.AnswerCaller.Answer(waiting.from(), new JoinEnd.NeverRequested()));
        }
    }

    private static ClientProcess process(RunningClient client) {
        CompletableFuture<ClientProcess> found = new CompletableFuture<>();
        run(client, socket -> {
            found.complete((ClientProcess) LiveSocket.from(socket).scope().client());
            return socket;
        });
        return found.join();
    }

    @Test
    void timeoutSaysWhatTheClientWaitsFor() {
        try (RunningClient client = start(lobby())) {
            run(client, socket -> socket.join("rooms:slow"));
            assertThat(failure(client.whenJoined("rooms:slow", SHORT)))
                    .isInstanceOf(AwaitTimeoutException.class)
                    .hasMessage(
                            "the join of rooms:slow did not arrive within PT0.05S; the server has not answered; wait"
                                    + " longer, or check join/3 of the channel (no callback is running)");
            assertThatThrownBy(() -> client.whenJoined(LOBBY, Duration.ZERO))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("timeout of the join");
        }
    }

    @Test
    void timeoutHoldsWhileCallbackBlocks() {
        CountDownLatch end = new CountDownLatch(1);
        CountDownLatch begun = new CountDownLatch(1);
        LobbyClient blocking = lobby().onInfo((message, socket) -> {
            begun.countDown();
            Journal.await(end);
            return socket;
        });
        try (RunningClient client = start(blocking)) {
            client.send("block");
            Journal.await(begun);
            assertThat(failure(client.whenJoined("rooms:other", SHORT)))
                    .isInstanceOf(AwaitTimeoutException.class)
                    .hasMessageContaining("handleInfo has been running for");
            end.countDown();
        }
    }

    @Test
    void cancelledAndTimedOutWaitsAreForgotten() {
        try (RunningClient client = start(lobby())) {
            ClientProcess process = process(client);
            run(client, socket -> socket.join("rooms:slow"));
            CompletableFuture<?> cancelled = client.whenJoined("rooms:slow").toCompletableFuture();
            run(client, UnaryOperator.identity());
            assertThat(process.toString()).contains("callers=[rooms:slow]");
            CompletableFuture<?> late = client.whenJoined("rooms:slow")
                    .toCompletableFuture()
                    .orTimeout(SHORT.toMillis(), TimeUnit.MILLISECONDS);
            CompletableFuture<?> timed = client.whenJoined("rooms:slow", SHORT).toCompletableFuture();

            assertThat(cancelled.cancel(true)).isTrue();
            assertThat(failure(late)).isInstanceOf(java.util.concurrent.TimeoutException.class);
            assertThat(failure(timed)).isInstanceOf(AwaitTimeoutException.class);

            Journal.eventually(
                    () -> process.callers().toString().equals("0 calls wait"), "no caller is kept by the process");
            Journal.eventually(
                    () -> stateOf(client, process).contains("callers=[], ended=[], overdue=0"),
                    "no caller is kept by the machine");
        }
    }

    /** Returns the state of the process after all messages so far. Only the client's own thread may read it. */
    private static String stateOf(RunningClient client, ClientProcess process) {
        CompletableFuture<String> state = new CompletableFuture<>();
        run(client, socket -> {
            state.complete(process.toString());
            return socket;
        });
        return state.join();
    }

    @Test
    void callersBeyondTheBoundAreRefused() {
        try (RunningClient client =
                Slipstream.start(lobby(), transports.builder().maxMessages(4).build())) {
            journal.expect("joined");
            run(client, socket -> socket.join("rooms:slow"));
            List<CompletableFuture<?>> waiting = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                waiting.add(client.whenJoined("rooms:slow").toCompletableFuture());
                run(client, UnaryOperator.identity());
            }
            assertThatThrownBy(() -> client.whenJoined("rooms:slow"))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageMatching("cannot wait for the join of rooms:slow by client \\w{8}"
                            + " \\(ws://localhost/socket/websocket\\): 4 callers already wait for joins; call"
                            + " whenJoined or join with a timeout, cancel stages that you no longer need, or raise"
                            + " StartOptions.maxMessages");
            assertThatThrownBy(() -> client.whenJoined(LOBBY, Journal.PATIENCE))
                    .hasMessageContaining("4 callers already wait for joins");

            assertThat(waiting.getFirst().cancel(false)).isTrue();
            assertThat(failure(client.whenJoined(LOBBY))).isNull();
            assertThat(failure(client.whenJoined("rooms:slow", SHORT))).isInstanceOf(AwaitTimeoutException.class);
        }
    }

    @Test
    void callersOfManyJoinsInSuccessionAreNotRefused() {
        try (RunningClient client =
                Slipstream.start(lobby(), transports.builder().maxMessages(2).build())) {
            journal.expect("joined");
            for (int i = 0; i < 10; i++) {
                assertThat(failure(client.whenJoined(LOBBY))).isNull();
                run(client, UnaryOperator.identity());
            }
            CountDownLatch end = new CountDownLatch(1);
            CountDownLatch begun = new CountDownLatch(1);
            CompletionStage<Void> step = client.run(socket -> {
                begun.countDown();
                Journal.await(end);
                return socket;
            });
            Journal.await(begun);
            client.send(1);
            client.send(2);
            for (int i = 0; i < 10; i++) {
                assertThatThrownBy(() -> client.whenJoined(LOBBY)).hasMessageContaining("its mailbox is full");
            }
            end.countDown();
            assertThat(failure(step)).isNull();
            journal.expect("2"); // the mailbox has room again
            assertThat(failure(client.whenJoined(LOBBY))).isNull();
        }
    }

    @Test
    void joinThatCallbackAwaitedIsAnsweredWhileTheCallbackRuns() {
        CountDownLatch end = new CountDownLatch(1);
        try (RunningClient client = start(lobby())) {
            CompletionStage<Void> joined = client.whenJoined("rooms:other");
            CompletionStage<Void> step = client.run(socket -> {
                Session session = Slipstream.session(socket);
                assertThat(session.join("rooms:other").isEmptyObject()).isTrue();
                Journal.await(end);
                return session.socket();
            });
            assertThat(failure(joined)).isNull();
            assertThat(client.socket().isJoined("rooms:other")).isTrue();
            end.countDown();
            assertThat(failure(step)).isNull();
        }
    }

    @Test
    void clientThatGaveUpConnectingSaysWhy() {
        Failure refused = Failure.HandshakeRefused.of(403);
        FakeTransports closed = new FakeTransports(new FakeTransports.Server() {
            @Override
            public void opening(FakeSocket socket) {
                socket.end(new DisconnectReason.ConnectFailed(refused));
            }
        });
        LobbyClient lobby = new LobbyClient(journal)
                .onInit(socket -> socket.connect(configuration()
                                .reconnectPolicy(ReconnectPolicy.never())
                                .build())
                        .join(LOBBY));
        try (RunningClient client = Slipstream.start(lobby, closed.options())) {
            assertThat(failure(client.whenJoined(LOBBY)))
                    .isInstanceOfSatisfying(
                            AwaitEndedException.class,
                            ended -> assertThat(ended.reason())
                                    .isEqualTo(new AwaitEndReason.Disconnected(
                                            new DisconnectReason.ConnectFailed(refused))))
                    .hasMessage("the wait for the join of rooms:lobby ended early, because the client does not"
                            + " connect again: the server answered 403: it refused the credentials; check the token,"
                            + " and check_origin of the endpoint; to connect again, call"
                            + " client.run(Socket::reconnectNow)");
        }
    }

    @Test
    void disconnectedClientSaysSo() {
        try (RunningClient client = start(lobby())) {
            run(client, socket -> socket.join("rooms:slow"));
            CompletionStage<Void> slow = client.whenJoined("rooms:slow");
            run(client, Socket::disconnect);
            assertThat(failure(slow))
                    .hasMessage("the wait for the join of rooms:slow ended early, because the client disconnected; call"
                            + " socket.connect");
            assertThat(failure(client.whenJoined(LOBBY))).isInstanceOf(AwaitEndedException.class);
        }
    }

    @Test
    void stageWaitsForTheRejoinIfACallbackRetriesARefusedJoin() {
        LobbyClient persistent = lobby().onTopicClose((reason, socket) -> socket.rejoin("rooms:locked"));
        try (RunningClient client = start(persistent)) {
            CompletionStage<Void> joined = client.whenJoined("rooms:locked");
            run(client, socket -> socket.join("rooms:locked"));
            assertThat(failure(joined)).isNull();
            assertThat(client.socket().isJoined("rooms:locked")).isTrue();
        }
    }

    @Test
    void refusedJoinFailsTheStageIfTheClientDoesNotRetry() {
        try (RunningClient client = start(lobby())) {
            CompletionStage<Void> joined = client.whenJoined("rooms:locked");
            run(client, socket -> socket.join("rooms:locked"));
            assertThat(failure(joined))
                    .isInstanceOfSatisfying(
                            JoinFailedException.class,
                            failed -> assertThat(failed.reason()).isInstanceOf(TopicCloseReason.JoinRefused.class));
        }
    }

    @Test
    void normalEndByServerIsAnAnswer() {
        try (RunningClient client = start(lobby())) {
            FakeSocket server = transports.next();
            Message join = server.took("phx_join");
            server.say("[\"" + join.joinRef() + "\",\"" + join.joinRef() + "\",\"" + LOBBY + "\",\"phx_close\",{}]");
            journal.expect("left");
            assertThat(failure(client.whenJoined(LOBBY)))
                    .isInstanceOfSatisfying(
                            AwaitEndedException.class,
                            ended -> assertThat(ended.reason())
                                    .isEqualTo(new AwaitEndReason.TopicLeft(LOBBY, LeaveCause.SERVER)))
                    .hasMessage("the wait for the join of rooms:lobby ended early, because the server ended rooms:lobby"
                            + " normally (phx_close); join it again");
        }
    }

    @Test
    void endOfClientSaysWhetherItRestarts() {
        for (RestartPolicy policy : List.of(RestartPolicy.PERMANENT, RestartPolicy.TEMPORARY)) {
            RunningClient client = Slipstream.start(
                    this::lobby, transports.builder().restart(policy).build());
            journal.expect("joined");
            CompletionStage<Void> never = client.whenJoined("rooms:never");
            client.stop(new StopReason.Normal());
            assertThat(failure(never))
                    .isInstanceOf(ClientEndedException.class)
                    .hasMessageEndingWith(
                            policy.equals(RestartPolicy.PERMANENT)
                                    ? "; the client restarts, so try again; if it restarted too often, start a new client"
                                    : "; start a new client, or restart it with StartOptions.Builder.restart");
            client.close();
        }
    }
}
