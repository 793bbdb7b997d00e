package dev.slipstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipstream.core.AssignKey;
import dev.slipstream.core.DurationLimits;
import dev.slipstream.core.Failure;
import dev.slipstream.core.From;
import dev.slipstream.core.Reply;
import dev.slipstream.core.Socket;
import dev.slipstream.core.StopReason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** How other threads use a client. */
class RunningClientTest {

    private static final AssignKey<Integer> COUNT = AssignKey.of("count", 0);
    private static final Duration SECOND = Duration.ofSeconds(1);

    private record Ping(From<String> from) {}

    private record Later(From<String> from) {}

    private record Refused(From<String> from) {}

    private record Thrown(From<String> from) {}

    private record Never(From<String> from) {}

    private record Count(From<Integer> from) {}

    private final FakeTransports transports = new FakeTransports();
    private final Journal journal = new Journal();

    private LobbyClient answering() {
        return new LobbyClient(journal)
                .onInfo((message, socket) -> message instanceof Later(var from) ? socket.answer(from, "later") : socket)
                .onCall((asked, socket) -> switch (asked) {
                    case Ping(var from) -> socket.answer(from, "pong");
                    case Later later -> socket.sendAfter("later", Duration.ofMillis(1), later);
                    case Refused(var from) -> socket.refuse(from, "not today");
                    case Thrown(var from) -> throw new IllegalStateException("a secret");
                    case Count(var from) ->
                        socket.update(COUNT, count -> count + 1).answer(from, socket.assigned(COUNT) + 1);
                    default -> socket;
                })
                .continuing();
    }

    private RunningClient start() {
        RunningClient client = Slipstream.start(answering(), transports.options());
        journal.expect("joined");
        return client;
    }

    @Test
    void messagesAndCastsArriveInOrder() {
        try (RunningClient client = start()) {
            client.send(1);
            client.cast(2);
            client.send(3);
            journal.expect("3");
            assertThat(journal.lines()).containsExactly("connected", "joined", "1", "cast 2", "3");
        }
    }

    @Test
    void callIsAnsweredNowOrLater() {
        try (RunningClient client = start()) {
            String now = client.call(Ping::new);
            String later = client.call(Later::new);
            assertThat(now + later).isEqualTo("ponglater");
        }
    }

    @Test
    void callerSeesStateOfItsAnswer() {
        try (RunningClient client = start()) {
            for (int i = 1; i <= 2_000; i++) {
                int count = client.call(Count::new);
                assertThat(client.socket().assigned(COUNT)).isEqualTo(count).isEqualTo(i);
            }
        }
    }

    @Test
    void callIsRefusedByOperationOrException() {
        try (RunningClient client = start()) {
            assertThatThrownBy(() -> client.call(Refused::new))
                    .isInstanceOf(CallRefusedException.class)
                    .hasMessage("not today");
            assertThatThrownBy(() -> client.call(Thrown::new))
                    .isInstanceOf(CallRefusedException.class)
                    .hasMessageMatching("handleCall of client \\w{8} \\(ws://localhost/socket/websocket\\) threw"
                            + " java.lang.IllegalStateException, so the call has no answer; see the log of the client"
                            + " for the exception, or answer in handleCall with socket.refuse")
                    .hasMessageNotContaining("secret");
        }
    }

    @Test
    void unansweredCallTimesOut() {
        try (RunningClient client = start()) {
            assertThat(client.<String>call(Ping::new)).isEqualTo("pong"); // so the callback of the join has returned
            assertThatThrownBy(() -> client.call(Never::new, SECOND))
                    .isInstanceOf(AwaitTimeoutException.class)
                    .hasMessageMatching(
                            "the answer of client \\w{8} \\(ws://localhost/socket/websocket\\) to a call did not"
                                    + " arrive within PT1S; no callback is running; answer in handleCall with socket.answer,"
                                    + " do not block callbacks for long, or pass a longer timeout");
            assertThat(client.<String>call(Ping::new, DurationLimits.LONGEST)).isEqualTo("pong");
        }
    }

    @Test
    void callsAndRequestsAfterEndAreRefused() {
        RunningClient client = start();
        client.close();
        assertThatThrownBy(() -> client.call(Ping::new))
                .isInstanceOf(CallRefusedException.class)
                .hasMessageMatching("cannot call client \\w{8} \\(ws://localhost/socket/websocket\\): the client has"
                        + " ended: Shutdown\\[]; start a new client");
        assertThat(client.request("rooms:lobby", "ping", Map.of())
                        .toCompletableFuture()
                        .join())
                .isEqualTo(new Reply.Lost(new Failure.Cancelled(), false));
        client.close();
        assertThat(journal.lines()).containsExactly("connected", "joined", "Requested[]", "terminate Shutdown[]");
    }

    @Test
    void messagesAfterEndAreRefused() {
        RunningClient client = start();
        client.close();
        List<ThrowingCallable> calls = List.of(
                () -> client.send("message"),
                () -> client.cast("cast"),
                () -> client.run(UnaryOperator.identity()),
                () -> client.whenJoined("rooms:lobby"));
        for (ThrowingCallable call : calls) {
            assertThatThrownBy(call)
                    .isInstanceOf(ClientEndedException.class)
                    .hasMessageMatching(
                            "cannot send to client \\w{8} \\(ws://localhost/socket/websocket\\): it has ended:"
                                    + " Shutdown\\[]; start a new client");
        }
        assertThatThrownBy(() -> client.call(Ping::new)).isInstanceOf(CallRefusedException.class);
        assertThat(journal.lines()).containsExactly("connected", "joined", "Requested[]", "terminate Shutdown[]");
    }

    @Test
    void callsAndRequestsDuringStopComplete() {
        for (int i = 0; i < 50; i++) {
            RunningClient client = Slipstream.start(answering(), transports.options());
            CompletableFuture<Void> stopping = CompletableFuture.runAsync(() -> client.stop(new StopReason.Normal()));
            for (int k = 0; k < 20; k++) {
                assertThat(client.request("rooms:lobby", "ping", Map.of())
                                .toCompletableFuture()
                                .orTimeout(Journal.PATIENCE.toSeconds(), TimeUnit.SECONDS)
                                .join())
                        .isNotNull();
                CompletableFuture<String> called = CompletableFuture.supplyAsync(() -> {
                    try {
                        return client.call(Ping::new, Duration.ofMinutes(5));
                    } catch (CallRefusedException e) {
                        return "refused";
                    }
                });
                assertThat(called.orTimeout(Journal.PATIENCE.toSeconds(), TimeUnit.SECONDS)
                                .join())
                        .isIn("pong", "refused");
            }
            stopping.join();
        }
    }

    @Test
    void clientCannotCallItself() {
        try (RunningClient client = start()) {
            assertThat(client.run(socket -> {
                                String answer = Slipstream.running(socket).call(Ping::new);
                                return socket.send(answer);
                            })
                            .toCompletableFuture())
                    .failsWithin(Journal.PATIENCE)
                    .withThrowableThat()
                    .havingCause()
                    .isInstanceOf(IllegalStateException.class)
                    .withMessageMatching(
                            "client \\w{8} \\(ws://localhost/socket/websocket\\) cannot call itself: run would"
                                    + " wait for an answer of a later callback; use the socket instead");
        }
    }

    @Test
    void requestOfOtherThreadIsAnsweredOrLost() {
        try (RunningClient client = start()) {
            assertThat(client.request("rooms:lobby", "ping", Map.of())
                            .toCompletableFuture()
                            .join())
                    .isInstanceOf(Reply.Ok.class);
            assertThat(client.request("rooms:other", "ping", Map.of())
                            .toCompletableFuture()
                            .join())
                    .isEqualTo(new Reply.Lost(new Failure.NotJoined("rooms:other"), false));
            assertThatThrownBy(() -> client.request("rooms:lobby", "phx_join", Map.of()))
                    .isInstanceOf(IllegalArgumentException.class);
            List<Object> endless = new ArrayList<>();
            endless.add(endless);
            assertThatThrownBy(() -> client.request("rooms:lobby", "x", endless))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThat(client.<String>call(Ping::new)).isEqualTo("pong");
        }
    }

    @Test
    void payloadOfRequestMayBeNullOrLeftOut() {
        try (RunningClient client = start()) {
            assertThat(client.request("rooms:lobby", "ping")
                            .toCompletableFuture()
                            .join())
                    .isInstanceOf(Reply.Ok.class);
            assertThat(client.request("rooms:lobby", "ping", null)
                            .toCompletableFuture()
                            .join())
                    .isInstanceOf(Reply.Ok.class);
            FakeSocket server = transports.next();
            assertThat(server.took("ping").payload().text()).isEqualTo("{}");
            assertThat(server.took("ping").payload().text()).isEqualTo("null");
            assertThatThrownBy(() -> client.request("rooms:lobby", "x\uD83D"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("lone surrogate");
        }
    }

    @Test
    void dependentStageOfRequestMayCallClient() {
        try (RunningClient client = start()) {
            String answer = client.request("rooms:lobby", "ping", Map.of())
                    .thenApply(reply -> client.<String>call(Ping::new))
                    .toCompletableFuture()
                    .orTimeout(Journal.PATIENCE.toSeconds(), TimeUnit.SECONDS)
                    .join();
            assertThat(answer).isEqualTo("pong");
        }
    }

    @Test
    void socketOfRunningClientIsReadOnly() {
        try (RunningClient client = start()) {
            assertThat(client.<String>call(Ping::new)).isEqualTo("pong");
            Socket seen = client.socket();
            assertThat(seen.isJoined("rooms:lobby")).isTrue();
            assertThatThrownBy(() -> seen.push("rooms:lobby", "nowhere", Map.of()))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageStartingWith("cannot write on this socket of client ")
                    .hasMessageEndingWith("a socket belongs to the thread of its callback, and no callback is running;"
                            + " call RunningClient.run to write from another thread");
            assertThat(client.<String>call(Ping::new)).isEqualTo("pong");
            assertThat(transports.next().log()).containsExactly("phx_join rooms:lobby");
        }
    }

    @Test
    void closeInACallbackDoesNotWait() {
        RunningClient client = start();
        client.run(socket -> {
            Slipstream.running(socket).close();
            journal.note("closed");
            return socket;
        });
        client.whenStopped()
                .toCompletableFuture()
                .orTimeout(Journal.PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .join();
        assertThat(journal.lines())
                .containsExactly("connected", "joined", "closed", "Requested[]", "terminate Shutdown[]");
    }

    @Test
    void fullMailboxRejectsMessagesOfUser() {
        CountDownLatch gate = new CountDownLatch(1);
        try (RunningClient client = Slipstream.start(
                answering(),
                transports.builder().maxMessages(8).maxBytes(1 << 20).build())) {
            journal.expect("joined");
            client.run(socket -> {
                journal.note("waits");
                Journal.await(gate);
                return socket;
            });
            journal.expect("waits");
            assertThat(sendsUntilFull(client)).isEqualTo(8);
            assertThatThrownBy(() -> client.send("one too many"))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("8 messages wait");
            assertThatThrownBy(() -> client.call(Ping::new)).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> client.request("rooms:lobby", "ping", Map.of()))
                    .isInstanceOf(IllegalStateException.class);
            gate.countDown();
            journal.expect("7");
            assertThat(client.<String>call(Ping::new)).isEqualTo("pong");
        }
    }

    private static int sendsUntilFull(RunningClient client) {
        for (int i = 0; i < 100; i++) {
            try {
                client.send(i);
            } catch (IllegalStateException full) {
                return i;
            }
        }
        return 100;
    }
}
