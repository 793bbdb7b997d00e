package dev.slipstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipstream.core.Failure;
import dev.slipstream.core.JoinOptions;
import dev.slipstream.core.PayloadMismatchException;
import dev.slipstream.core.PushBuffer;
import dev.slipstream.core.Reply;
import dev.slipstream.core.Socket;
import dev.slipstream.core.StopReason;
import dev.slipstream.core.serializer.Message;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Typed requests, timeouts of requests, and handlers of replies. */
class RepliesTest {

    private static final Duration SHORT = Duration.ofMillis(20);
    private static final Duration LATER = Duration.ofMillis(500);

    private record Pong(boolean pong) {}

    private record Refusal(String reason) {}

    private final FakeTransports transports = new FakeTransports(new FakeTransports.Server() {
        @Override
        public void took(FakeSocket socket, Message message) {
            switch (message.event()) {
                case "refused" -> socket.reply(message, "error", "{\"reason\":\"canary\"}");
                case "odd" -> socket.reply(message, "later", "{}");
                default -> socket.answer(message);
            }
        }
    });
    private final Journal journal = new Journal();

    private RunningClient start() {
        RunningClient client = Slipstream.start(
                new LobbyClient(journal)
                        .onInfo((message, socket) -> ask(message.toString(), socket))
                        .continuing(),
                transports.options());
        journal.expect("joined");
        return client;
    }

    /** Requests an event, and records the outcome in a handler. */
    private Socket ask(String event, Socket socket) {
        return socket.request("rooms:lobby", event, Map.of(), (reply, next) -> {
            journal.note("handled " + reply);
            if (event.equals("odd")) {
                throw new IllegalStateException("planned");
            }
            return reply instanceof Reply.Ok ? next.push("rooms:lobby", "thanks", Map.of()) : next;
        });
    }

    private static Throwable failure(CompletionStage<?> stage) {
        return stage.handle((value, thrown) -> thrown)
                .toCompletableFuture()
                .orTimeout(Journal.PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .join();
    }

    @Test
    void typedRequestCompletesWithDecodedResponse() {
        try (RunningClient client = start()) {
            assertThat(client.request("rooms:lobby", "ping", Map.of(), Pong.class)
                            .toCompletableFuture()
                            .orTimeout(Journal.PATIENCE.toSeconds(), TimeUnit.SECONDS)
                            .join())
                    .isEqualTo(new Pong(true));
            assertThat(failure(client.request("rooms:lobby", "ping", Map.of(), int[].class)))
                    .isInstanceOf(PayloadMismatchException.class);
        }
    }

    @Test
    void errorReplyIsReplyException() {
        try (RunningClient client = start()) {
            assertThat(failure(client.request("rooms:lobby", "refused", Map.of(), Pong.class)))
                    .hasMessage("the server answered the event refused on rooms:lobby with status error:"
                            + " {\"reason\":\"canary\"}; see response()")
                    .isInstanceOfSatisfying(ReplyException.class, refused -> {
                        assertThat(refused.status()).isEqualTo("error");
                        assertThat(refused.response().as(Refusal.class)).isEqualTo(new Refusal("canary"));
                    });
            assertThat(failure(client.request("rooms:lobby", "odd", Map.of(), Pong.class)))
                    .isInstanceOfSatisfying(
                            ReplyException.class,
                            odd -> assertThat(odd.status()).isEqualTo("later"));
        }
    }

    @Test
    void lostRequestIsRequestLostException() {
        try (RunningClient client = start()) {
            assertThat(failure(client.request("rooms:lobby", "unanswered", Map.of(), Pong.class, SHORT)))
                    .hasMessage("there is no reply to unanswered on rooms:lobby: no reply within 20 ms; the server may"
                            + " have received it, so send it again only if the server may handle it twice")
                    .isInstanceOfSatisfying(RequestLostException.class, lost -> {
                        assertThat(lost.failure()).isEqualTo(new Failure.TimedOut(SHORT));
                        assertThat(lost.maybeSent()).isTrue();
                    });
            assertThat(failure(client.request("rooms:never", "ping", Map.of(), Pong.class)))
                    .hasMessageEndingWith("; it was not sent, so you may send it again");
        }
    }

    @Test
    void requestHasItsOwnTimeout() {
        try (RunningClient client = start()) {
            assertThat(client.request("rooms:lobby", "unanswered", Map.of(), SHORT)
                            .toCompletableFuture()
                            .orTimeout(Journal.PATIENCE.toSeconds(), TimeUnit.SECONDS)
                            .join())
                    .isEqualTo(new Reply.Lost(new Failure.TimedOut(SHORT), true));
            assertThatThrownBy(() -> client.request("rooms:lobby", "ping", Map.of(), Duration.ZERO))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("timeout of the request ping");
            assertThatThrownBy(() -> client.request("phoenix", "ping", Map.of()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("reserved by Phoenix");
        }
    }

    @Test
    void requestBehindBlockedCallbackIsLostInTimeAndNeverSent() throws Exception {
        try (RunningClient client = start();
                Blocker blocker = new Blocker(client)) {
            Reply lost = new Reply.Lost(new Failure.TimedOut(SHORT), false);
            assertThat(client.request("rooms:lobby", "ping", Map.of(), SHORT)
                            .toCompletableFuture()
                            .get(Journal.PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .isEqualTo(lost);
            assertThat(failure(client.request("rooms:lobby", "ping", Map.of(), Pong.class, SHORT)))
                    .isInstanceOfSatisfying(
                            RequestLostException.class,
                            thrown -> assertThat(thrown.failure()).isEqualTo(new Failure.TimedOut(SHORT)))
                    .hasMessageEndingWith("; it was not sent, so you may send it again");
            blocker.close();
            client.push("rooms:lobby", "later", Map.of());
            FakeSocket socket = transports.next();
            socket.took("later");
            assertThat(socket.log()).containsExactly("phx_join rooms:lobby", "later rooms:lobby");
        }
    }

    @Test
    void configuredTimeoutAlsoHoldsBehindBlockedCallback() throws Exception {
        LobbyClient lobby = new LobbyClient(journal)
                .onInit(socket -> socket.connect(FakeTransports.configuration().toBuilder()
                        .requestTimeout(SHORT)
                        .build()));
        try (RunningClient client = Slipstream.start(lobby, transports.options())) {
            journal.expect("joined");
            try (Blocker blocker = new Blocker(client)) {
                assertThat(client.request("rooms:lobby", "ping")
                                .toCompletableFuture()
                                .get(Journal.PATIENCE.toSeconds(), TimeUnit.SECONDS))
                        .isEqualTo(new Reply.Lost(new Failure.TimedOut(SHORT), false));
            }
        }
    }

    /**
     * Only the client knows whether it has sent a request. If a callback blocks the client, the outcome says that the
     * request may have been sent.
     */
    @Test
    void requestIsReportedAsMaybeSentIfACallbackBlocksItsReply() throws Exception {
        try (RunningClient client = start()) {
            CompletionStage<Reply> request = client.request("rooms:lobby", "unanswered", Map.of(), LATER);
            transports.next().took("unanswered");
            try (Blocker blocker = new Blocker(client)) {
                assertThat(request.toCompletableFuture().get(Journal.PATIENCE.toSeconds(), TimeUnit.SECONDS))
                        .isEqualTo(new Reply.Lost(new Failure.TimedOut(LATER), true));
            }
        }
    }

    @Test
    void lostTypedRequestNamesTheCallbackThatKeptItFromBeingSent() throws Exception {
        Duration before = Duration.ofSeconds(1);
        Duration timeout = Duration.ofSeconds(8);
        ManualTime time = new ManualTime();
        try (RunningClient client = time.within(this::start);
                Blocker blocker = new Blocker(client)) {
            time.pass(before);
            CompletableFuture<Pong> request = client.request("rooms:lobby", "ping", Map.of(), Pong.class, timeout)
                    .toCompletableFuture();
            time.pass(timeout);
            assertThat(failure(request))
                    .hasMessageMatching(
                            "there is no reply to ping on rooms:lobby: client \\p{XDigit}{8} \\(ws://localhost"
                                    + "/socket/websocket\\) did not handle the request within PT8S: run has been running for"
                                    + " PT9S on thread .*; let another thread do slow work, or wait longer; it was not sent, so"
                                    + " you may send it again");
        }
    }

    @Test
    void lostTypedRequestNamesTheCallbackThatKeptItsReplyFromBeingHandled() throws Exception {
        Duration timeout = Duration.ofSeconds(8);
        Duration grace = Duration.ofSeconds(1);
        ManualTime time = new ManualTime();
        try (RunningClient client = time.within(this::start)) {
            CompletableFuture<Pong> request = client.request("rooms:lobby", "unanswered", Map.of(), Pong.class, timeout)
                    .toCompletableFuture();
            transports.next().took("unanswered");
            try (Blocker blocker = new Blocker(client)) {
                time.pass(timeout);
                Journal.eventually(() -> time.hasTaskAt(timeout.plus(grace)), "the request has set its last timer");
                time.pass(grace);
                assertThat(failure(request))
                        .isInstanceOfSatisfying(
                                RequestLostException.class,
                                lost -> assertThat(lost.failure()).isEqualTo(new Failure.TimedOut(timeout)))
                        .hasMessageMatching("there is no reply to unanswered on rooms:lobby: client .* handled no reply"
                                + " within PT8S: run has been running for PT9S on thread .*; let another thread do slow"
                                + " work, or wait longer; the server may have received it, .*");
            }
        }
    }

    /** Blocks a client with a callback that waits for {@link #close}. */
    private static final class Blocker implements AutoCloseable {

        private final CountDownLatch running = new CountDownLatch(1);
        private final CountDownLatch released = new CountDownLatch(1);

        Blocker(RunningClient client) throws InterruptedException {
            CompletionStage<?> unused = client.run(socket -> {
                running.countDown();
                try {
                    released.await();
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
                return socket;
            });
            running.await();
        }

        @Override
        public void close() {
            released.countDown();
        }
    }

    /**
     * The timeout of the request is longer than 5 s, the default timeout of calls, which does not apply to requests.
     */
    @Test
    void requestIsLostAfterItsWholeTimeout() {
        Duration whole = Duration.ofSeconds(8);
        Duration part = Duration.ofSeconds(5);
        ManualTime time = new ManualTime();
        try (RunningClient client = time.within(this::start)) {
            FakeSocket socket = transports.next();
            CompletableFuture<Reply> request =
                    client.request("rooms:lobby", "unanswered", Map.of(), whole).toCompletableFuture();
            socket.took("unanswered");

            time.pass(part);
            // Before the connection answers this later request, it has checked the deadline of the first one.
            CompletableFuture<Reply> later =
                    client.request("rooms:lobby", "ping", Map.of(), whole).toCompletableFuture();
            Journal.eventually(later::isDone, "the later request is answered");
            assertThat(request).isNotDone();

            time.pass(whole.minus(part));
            Journal.eventually(request::isDone, "the request is lost");
            assertThat(request.getNow(null)).isEqualTo(new Reply.Lost(new Failure.TimedOut(whole), true));
        }
    }

    /** If a request is made before the client has a configuration, the timeout of the later configuration applies. */
    @Test
    void requestBeforeInitHasTheConfiguredTimeout() {
        Duration whole = Duration.ofSeconds(15); // longer than the standard timeout
        Duration part = Duration.ofSeconds(12);
        CountDownLatch configured = new CountDownLatch(1);
        ManualTime time = new ManualTime();
        LobbyClient lobby = new LobbyClient(journal).onInit(socket -> {
            wait(configured);
            return socket.connect(FakeTransports.configuration().toBuilder()
                            .requestTimeout(whole)
                            .build())
                    .joinWith(
                            "rooms:lobby",
                            JoinOptions.builder().buffer(PushBuffer.of(10)).build());
        });
        try (RunningClient client = time.within(() -> Slipstream.start(lobby, transports.options()))) {
            CompletableFuture<Reply> request =
                    client.request("rooms:lobby", "unanswered").toCompletableFuture();
            configured.countDown();
            transports.next().took("unanswered");

            time.pass(part);
            CompletableFuture<Reply> later =
                    client.request("rooms:lobby", "ping", Map.of(), whole).toCompletableFuture();
            Journal.eventually(later::isDone, "the later request is answered");
            assertThat(request).isNotDone();

            time.pass(whole.minus(part));
            Journal.eventually(request::isDone, "the request is lost");
            assertThat(request.getNow(null)).isEqualTo(new Reply.Lost(new Failure.TimedOut(whole), true));
        }
    }

    private static void wait(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /**
     * The buffer of the topic holds a request for a shorter time than the timeout of this request. The outcome names
     * the shorter time.
     */
    @Test
    void requestThatExpiresInTheBufferHasTheLimitOfTheBuffer() {
        Duration expiry = Duration.ofSeconds(5);
        ManualTime time = new ManualTime();
        LobbyClient lobby = new LobbyClient(journal)
                .onInit(socket -> socket.joinWith(
                        "rooms:later",
                        JoinOptions.builder()
                                .buffer(new PushBuffer(10, 1 << 10, expiry))
                                .build()));
        try (RunningClient client = time.within(() -> Slipstream.start(lobby, transports.options()))) {
            CompletableFuture<Reply> request = client.request("rooms:later", "ping", Map.of(), Duration.ofMinutes(1))
                    .toCompletableFuture();
            client.run(socket -> socket).toCompletableFuture().join(); // the client has made the request

            time.pass(expiry);
            Journal.eventually(request::isDone, "the request is lost");
            assertThat(request.getNow(null)).isEqualTo(new Reply.Lost(new Failure.TimedOut(expiry), false));
        }
    }

    @Test
    void sessionRequestUsesConfiguredTimeout() {
        try (Session session = Slipstream.open(
                FakeTransports.configuration().toBuilder().requestTimeout(SHORT).build(), transports.options())) {
            session.join("rooms:lobby");
            assertThat(session.request("rooms:lobby", "unanswered", Map.of()))
                    .isEqualTo(new Reply.Lost(new Failure.TimedOut(SHORT), true));
            assertThat(session.request("rooms:lobby", "ping", Map.of(), Pong.class))
                    .isEqualTo(new Pong(true));
            assertThatThrownBy(() -> session.request("rooms:lobby", "refused", Map.of(), Pong.class))
                    .isInstanceOf(ReplyException.class);
        }
    }

    @Test
    void typedSessionRequestHasItsOwnTimeout() {
        try (Session session = Slipstream.open(FakeTransports.configuration(), transports.options())) {
            session.join("rooms:lobby");
            assertThat(session.request("rooms:lobby", "ping", Map.of(), Pong.class, Journal.PATIENCE))
                    .isEqualTo(new Pong(true));
            assertThatThrownBy(() -> session.request("rooms:lobby", "unanswered", Map.of(), Pong.class, SHORT))
                    .isInstanceOfSatisfying(
                            RequestLostException.class,
                            lost -> assertThat(lost.failure()).isEqualTo(new Failure.TimedOut(SHORT)));
            assertThatThrownBy(() -> session.request("rooms:lobby", "ping", Map.of(), Pong.class, Duration.ZERO))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("timeout of the request ping");
        }
    }

    @Test
    void handlerRunsAsCallbackInsteadOfHandleOutcome() {
        try (RunningClient client = start()) {
            client.send("ping");
            journal.expect("handled Ok[response=json(13 bytes)]");
            transports.next().took("thanks");
            client.send("odd");
            journal.expect("handled Other[status=later, response=json(2 bytes)]");
            journal.expect("replyHandler threw java.lang.IllegalStateException: planned");
            assertThat(journal.lines()).noneMatch(line -> line.startsWith("outcome"));
        }
    }

    @Test
    void handlerReceivesALostReplyAtDisconnectAndAtTheEnd() {
        RunningClient client = start();
        FakeSocket first = transports.next();
        client.send("unanswered");
        first.took("unanswered");
        first.cut();
        journal.expect("handled Lost[failure=Disconnected[], maybeSent=true]");
        journal.expect("joined");
        client.send("unanswered");
        transports.next().took("unanswered");
        client.stop(new StopReason.Normal());
        journal.expect("handled Lost[failure=Disconnected[], maybeSent=true]");
        assertThat(client.awaitStopped()).isEqualTo(new StopReason.Normal());
    }
}
