package dev.slipstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipstream.core.Configuration;
import dev.slipstream.core.Failure;
import dev.slipstream.core.From;
import dev.slipstream.core.StopReason;
import dev.slipstream.core.transport.Frame;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Pushes that wait until the outbound queue has room. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class WaitingPushTest {

    private static final String LOBBY = "rooms:lobby";
    private static final Duration SHORT = Duration.ofMillis(50);
    private static final Duration LONG = Duration.ofSeconds(50);

    private record Ping(From<String> from) {}

    private final FakeTransports transports = new FakeTransports();
    private final Journal journal = new Journal();

    private RunningClient start() {
        LobbyClient lobby = new LobbyClient(journal)
                .onCall((asked, socket) -> asked instanceof Ping(var from) ? socket.answer(from, "pong") : socket)
                .continuing();
        RunningClient client = Slipstream.start(lobby, transports.options());
        journal.expect("joined");
        return client;
    }

    private static CompletableFuture<Void> pushing(RunningClient client, String event, Duration timeout) {
        return CompletableFuture.runAsync(
                () -> client.push(LOBBY, event, Map.of(), timeout),
                task -> Thread.ofVirtual().start(task));
    }

    /** Starts a push, and waits until the connection has found no room for it. */
    private static CompletableFuture<Void> waiting(RunningClient client, FakeSocket socket) {
        socket.full = true;
        int before = socket.denials.get();
        CompletableFuture<Void> push = pushing(client, "said", LONG);
        Journal.eventually(() -> socket.denials.get() > before, "the push found no room");
        assertThat(push).isNotDone();
        return push;
    }

    private static PushFailedException failed(CompletableFuture<Void> push) {
        Throwable thrown = null;
        try {
            push.join();
        } catch (CompletionException e) {
            thrown = e.getCause();
        }
        assertThat(thrown).isInstanceOf(PushFailedException.class);
        return (PushFailedException) thrown;
    }

    @Test
    void pushIsSentAtOnceIfThereIsRoom() {
        try (RunningClient client = start()) {
            client.push(LOBBY, "said", Map.of("n", 1), LONG);
            assertThat(transports.next().took("said").payload().text()).isEqualTo("{\"n\":1}");
        }
    }

    @Test
    void pushWaitsForRoomAndIsThenSentOnce() {
        try (RunningClient client = start()) {
            FakeSocket socket = transports.next();
            CompletableFuture<Void> push = waiting(client, socket);
            socket.makeRoom();
            push.join();
            client.push(LOBBY, "later", Map.of(), LONG);
            socket.took("later");
            assertThat(socket.log()).containsExactly("phx_join " + LOBBY, "said " + LOBBY, "later " + LOBBY);
        }
    }

    @Test
    void pushesOfOneThreadKeepTheirOrder() {
        int count = 200;
        try (RunningClient client = start()) {
            FakeSocket socket = transports.next();
            CompletableFuture<Void> all = CompletableFuture.runAsync(
                    () -> IntStream.range(0, count).forEach(n -> client.push(LOBBY, "n" + n, Map.of(), LONG)),
                    task -> Thread.ofVirtual().start(task));
            while (!all.isDone()) {
                int before = socket.denials.get();
                socket.full = true;
                Journal.eventually(() -> all.isDone() || socket.denials.get() > before, "a push found no room");
                socket.makeRoom();
            }
            all.join();
            assertThat(socket.log().stream().skip(1))
                    .containsExactlyElementsOf(IntStream.range(0, count)
                            .mapToObj(n -> "n" + n + " " + LOBBY)
                            .toList());
        }
    }

    @Test
    void allWaitingThreadsAreServed() {
        try (RunningClient client = start()) {
            FakeSocket socket = transports.next();
            socket.full = true;
            List<CompletableFuture<Void>> pushes = IntStream.range(0, 100)
                    .mapToObj(n -> pushing(client, "n" + n, LONG))
                    .toList();
            Journal.eventually(() -> socket.denials.get() > 0, "a push found no room");
            socket.makeRoom();
            pushes.forEach(CompletableFuture::join);
            assertThat(socket.log()).hasSize(101).doesNotHaveDuplicates();
        }
    }

    @Test
    void overduePushFailsAndIsNotSentLater() {
        try (RunningClient client = start()) {
            FakeSocket socket = transports.next();
            socket.full = true;
            PushFailedException failed = failed(pushing(client, "said", SHORT));
            assertThat(failed)
                    .hasMessage("cannot push said to rooms:lobby: the outbound queue had no room within PT0.05S; "
                            + "wait longer, send less often, or check why the server reads slowly; the push was not "
                            + "sent");
            assertThat(failed.failure()).isEqualTo(new Failure.TimedOut(SHORT));
            assertThat(failed.maybeSent()).isFalse();
            socket.makeRoom();
            client.push(LOBBY, "later", Map.of(), LONG);
            assertThat(socket.log()).containsExactly("phx_join " + LOBBY, "later " + LOBBY);
        }
    }

    @Test
    void pushBehindBlockedCallbackFailsAndIsNotSentLater() throws Exception {
        try (RunningClient client = start()) {
            CountDownLatch running = new CountDownLatch(1);
            CountDownLatch released = new CountDownLatch(1);
            client.run(socket -> {
                running.countDown();
                Journal.await(released);
                return socket;
            });
            running.await();
            PushFailedException failed = failed(pushing(client, "said", SHORT));
            assertThat(failed.failure()).isEqualTo(new Failure.TimedOut(SHORT));
            assertThat(failed)
                    .hasMessageMatching("cannot push said to rooms:lobby: the client did not handle the push within "
                            + "PT0\\.05S: run has been running for PT\\S+ on thread .*; let another thread do slow "
                            + "work, or wait longer; the push was not sent");
            released.countDown();
            assertThat(client.<String>call(Ping::new)).isEqualTo("pong");
            assertThat(transports.next().log()).containsExactly("phx_join " + LOBBY);
        }
    }

    @Test
    void overduePushBlamesACallbackOnlyIfItRanForMoreThanHalfTheTimeout() {
        String running = "handleInfo has been running for PT0.02S on thread 1";

        assertThat(PushFailedException.blocked(LOBBY, "said", SHORT, SHORT.dividedBy(2), running))
                .hasMessage("cannot push said to rooms:lobby: the client did not handle the push within PT0.05S:"
                        + " callbacks are slow, or many messages are queued before it (" + running
                        + "); send less often, or wait longer; the push was not sent");
        assertThat(PushFailedException.blocked(
                        LOBBY, "said", SHORT, SHORT.dividedBy(2).plusNanos(1), running))
                .hasMessage("cannot push said to rooms:lobby: the client did not handle the push within PT0.05S: "
                        + running + "; let another thread do slow work, or wait longer; the push was not sent");
    }

    @Test
    void waitingPushEndsWhileCallbackBlocks() throws Exception {
        try (RunningClient client = start()) {
            FakeSocket socket = transports.next();
            CompletableFuture<Void> push = waiting(client, socket);
            CountDownLatch running = new CountDownLatch(1);
            CountDownLatch released = new CountDownLatch(1);
            client.run(state -> {
                running.countDown();
                Journal.await(released);
                return state;
            });
            running.await();
            socket.makeRoom();
            push.join();
            assertThat(socket.took("said").topic()).isEqualTo(LOBBY);
            released.countDown();
        }
    }

    @Test
    void endOfConnectionEndsTheWait() {
        try (RunningClient client = start()) {
            FakeSocket socket = transports.next();
            CompletableFuture<Void> push = waiting(client, socket);
            socket.cut();
            PushFailedException failed = failed(push);
            assertThat(failed.failure()).isEqualTo(new Failure.Disconnected());
            assertThat(failed).hasMessageEndingWith("the push was not sent");
        }
    }

    @Test
    void crashAndLeaveOfTopicEndTheWait() {
        try (RunningClient client = start()) {
            FakeSocket socket = transports.next();
            CompletableFuture<Void> push = waiting(client, socket);
            socket.crash(socket.took("phx_join"));
            socket.wake();
            assertThat(failed(push).failure()).isEqualTo(new Failure.TopicClosed(LOBBY));
        }
        try (RunningClient client = start()) {
            FakeSocket socket = transports.next();
            CompletableFuture<Void> push = waiting(client, socket);
            client.run(state -> state.leave(LOBBY));
            assertThat(failed(push).failure()).isEqualTo(new Failure.Cancelled());
        }
    }

    @Test
    void endOfClientEndsTheWait() {
        RunningClient client = start();
        FakeSocket socket = transports.next();
        CompletableFuture<Void> push = waiting(client, socket);
        client.stop(new StopReason.Shutdown());
        assertThat(failed(push).maybeSent()).isFalse();
        Journal.eventually(() -> client.whenStopped().toCompletableFuture().isDone(), "the client has ended");
        assertThat(failed(pushing(client, "said", LONG)).failure()).isEqualTo(new Failure.Cancelled());
        assertThat(socket.log()).containsExactly("phx_join " + LOBBY);
    }

    @Test
    void interruptEndsTheWait() {
        try (RunningClient client = start()) {
            FakeSocket socket = transports.next();
            socket.full = true;
            CompletableFuture<Throwable> thrown = new CompletableFuture<>();
            Thread pusher = Thread.ofVirtual().start(() -> {
                try {
                    client.push(LOBBY, "said", Map.of(), LONG);
                    thrown.complete(new AssertionError("the push was sent"));
                } catch (RuntimeException e) {
                    thrown.complete(e);
                }
            });
            Journal.eventually(() -> socket.denials.get() > 0, "the push found no room");
            pusher.interrupt();
            assertThat(thrown.join()).isInstanceOf(AwaitInterruptedException.class);
        }
    }

    @Test
    void misuseIsRefusedAtTheCall() {
        try (RunningClient client = start()) {
            assertThatThrownBy(() -> client.push(LOBBY, "phx_leave", Map.of(), LONG))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("reserves");
            assertThatThrownBy(() -> client.push(LOBBY, "said", Map.of(), Duration.ZERO))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("timeout of the push said");
            assertThatThrownBy(() -> client.push("rooms:other", "said", Map.of(), LONG))
                    .isInstanceOf(PushFailedException.class)
                    .hasMessage(
                            "cannot push said to rooms:other: the topic is not joined; join it again if it was left, or"
                                    + " wait until it is joined; "
                                    + "the push was not sent");
            CompletableFuture<String> refusal = new CompletableFuture<>();
            client.run(socket -> {
                try {
                    client.push(LOBBY, "said", Map.of(), LONG);
                    refusal.complete("none");
                } catch (IllegalStateException e) {
                    refusal.complete(e.getMessage());
                }
                return socket;
            });
            assertThat(refusal.join())
                    .isEqualTo(
                            "cannot wait for room to push said to rooms:lobby in a callback or handler of this client"
                                    + " (run): the client sends only after this code has returned; push without a wait."
                                    + " A callback that has a socket can also wait for room with"
                                    + " Slipstream.session(socket).push");
        }
    }

    @Test
    void transportThatThrowsEndsTheWait() {
        try (RunningClient client = start()) {
            transports.next().throwsOnHasRoom = true;
            assertThat(failed(pushing(client, "said", LONG)).failure()).isEqualTo(new Failure.Disconnected());
        }
    }

    // --- sessions ---------------------------------------------------------------------------------------------------

    @Test
    void sessionWaitsForRoom() {
        try (Session session = Slipstream.open(FakeTransports.configuration(), transports.options())) {
            session.join(LOBBY);
            FakeSocket socket = transports.next();
            session.push(LOBBY, "first", Map.of(), LONG);
            socket.full = true;
            CompletableFuture<Void> room = CompletableFuture.runAsync(() -> {
                Journal.eventually(() -> socket.denials.get() > 0, "the push found no room");
                socket.broadcast(LOBBY, "hello", "{}");
                socket.makeRoom();
            });
            session.push(LOBBY, "second", Map.of(), LONG).push(LOBBY, "third", Map.of());
            room.join();
            assertThat(session.awaitMessage(LOBBY, "hello", LONG).topic()).isEqualTo(LOBBY);
            assertThat(socket.log())
                    .containsExactly("phx_join " + LOBBY, "first " + LOBBY, "second " + LOBBY, "third " + LOBBY);
        }
    }

    @Test
    void waitOfSessionEndsWithTheReason() {
        try (Session session = Slipstream.open(FakeTransports.configuration(), transports.options())) {
            assertThatThrownBy(() -> session.push(LOBBY, "said", Map.of(), SHORT))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("never joined");
            session.join(LOBBY);
            FakeSocket socket = transports.next();
            socket.full = true;
            assertThatThrownBy(() -> session.push(LOBBY, "said", Map.of(), SHORT))
                    .isInstanceOfSatisfying(
                            PushFailedException.class,
                            failed -> assertThat(failed.failure()).isEqualTo(new Failure.TimedOut(SHORT)));
            int before = socket.denials.get();
            CompletableFuture<Void> cut = CompletableFuture.runAsync(() -> {
                Journal.eventually(() -> socket.denials.get() > before, "the push found no room");
                socket.cut();
            });
            assertThatThrownBy(() -> session.push(LOBBY, "said", Map.of(), LONG))
                    .isInstanceOfSatisfying(
                            PushFailedException.class,
                            failed -> assertThat(failed.failure()).isEqualTo(new Failure.Disconnected()));
            cut.join();
            assertThat(socket.log()).containsExactly("phx_join " + LOBBY);
        }
    }

    @Test
    void sessionInCallbackWaitsForRoom() {
        try (RunningClient client = start()) {
            FakeSocket socket = transports.next();
            socket.full = true;
            client.run(state -> {
                Session session = Slipstream.session(state);
                session.push(LOBBY, "said", Map.of(), LONG);
                journal.note("pushed");
                return session.socket();
            });
            Journal.eventually(() -> socket.denials.get() > 0, "the push found no room");
            socket.makeRoom();
            journal.expect("pushed");
            assertThat(socket.took("said").topic()).isEqualTo(LOBBY);
        }
    }

    @Test
    void messageLargerThanTheQueueIsRefusedAtOnce() {
        Configuration small = Configuration.builder("ws://localhost/socket/websocket")
                .maxOutboundBytes(200)
                .build();
        try (Session session = Slipstream.open(small, transports.options())) {
            session.join(LOBBY);
            int frame = FakeSocket.JSON
                    .encode(dev.slipstream.core.serializer.Message.of(
                            "s1", "s2", LOBBY, "said", FakeSocket.json("x".repeat(200))))
                    .weight();
            assertThat(new Frame.Text("x".repeat(200)).weight()).isEqualTo(200);
            assertThatThrownBy(() -> session.push(LOBBY, "said", "x".repeat(200), LONG))
                    .isInstanceOf(PushFailedException.class)
                    .hasMessageContaining("it has " + frame + " bytes, but Configuration.maxOutboundBytes is 200");
        }
    }
}
