package dev.slipstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipstream.core.Configuration;
import dev.slipstream.core.DisconnectReason;
import dev.slipstream.core.Failure;
import dev.slipstream.core.Reply;
import dev.slipstream.core.StopReason;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The user's executor: what it runs, and how a client ends if the executor fails. */
class ExecutorTest {

    private static final Duration BEAT = Duration.ofMillis(20);
    private static final Configuration BEATING =
            FakeTransports.configuration().toBuilder().heartbeatInterval(BEAT).build();

    private final FakeTransports transports = new FakeTransports();
    private final Journal journal = new Journal();
    private final CountDownLatch gate = new CountDownLatch(1);
    private final ThreadPoolExecutor one =
            new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>());

    @AfterEach
    void shutDown() {
        gate.countDown();
        one.shutdownNow();
    }

    private RunningClient start(Executor executor) {
        LobbyClient client = new LobbyClient(journal)
                .onInit(socket -> socket.connect(BEATING))
                .onJoin(socket ->
                        socket.request("rooms:lobby", "never answered", Map.of(), "tag", Duration.ofHours(1)));
        return Slipstream.start(client, transports.builder().executor(executor).build());
    }

    private StopReason end(RunningClient client) {
        return client.whenStopped()
                .toCompletableFuture()
                .orTimeout(Journal.PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .join();
    }

    /** Waits until the executor has run all tasks, so that the next input submits a new task. */
    private void awaitIdle() {
        CompletableFuture.runAsync(() -> {}, one)
                .orTimeout(Journal.PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .join();
    }

    private void block() {
        try {
            if (!gate.await(Journal.PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError("the gate stayed shut");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void endsWith(RunningClient client, Class<?> thrown) {
        assertThat(end(client))
                .isInstanceOfSatisfying(
                        StopReason.Failed.class,
                        failed -> assertThat(failed.thrown()).isInstanceOf(thrown));
        assertThat(journal.lines())
                .containsExactly(
                        "connected",
                        "joined",
                        "outcome tag " + new Reply.Lost(new Failure.Disconnected(), true),
                        new DisconnectReason.Requested().toString(),
                        "terminate Failed[" + thrown.getName() + "]");
        transports.next().awaitClosed();
    }

    @Test
    void blockingCallbackDoesNotDelayHeartbeats() {
        try (RunningClient client = start(one)) {
            FakeSocket server = transports.next();
            journal.expect("joined");
            client.run(socket -> {
                journal.note("blocks");
                block();
                return socket;
            });
            journal.expect("blocks");
            for (int beat = 0; beat < 5; beat++) {
                assertThat(server.took("heartbeat").topic()).isEqualTo("phoenix");
            }
            gate.countDown();
        }
        assertThat(journal.lines()).doesNotContain(new Failure.HeartbeatTimedOut(BEAT).toString());
    }

    @Test
    void connectionDeadlineEndsAwaitThatBlocksTheSingleThreadOfTheExecutor() {
        try (RunningClient client = start(one)) {
            journal.expect("joined");
            client.run(socket -> {
                Duration patience = Duration.ofMillis(50);
                journal.note(Slipstream.session(socket).request("rooms:lobby", "never answered", Map.of(), patience));
                return socket;
            });
            journal.expect(new Reply.Lost(new Failure.TimedOut(Duration.ofMillis(50)), true).toString());
        }
    }

    @Test
    void clientsOnOneThreadDoNotDelayOtherConnections() {
        try (RunningClient blocking = start(one);
                RunningClient other = start(one)) {
            journal.expect("joined");
            journal.expect("joined");
            blocking.run(socket -> {
                journal.note("blocks");
                block();
                return socket;
            });
            journal.expect("blocks");
            transports
                    .all()
                    .forEach(server -> assertThat(server.took("heartbeat")).isNotNull());
            gate.countDown();
            Journal.eventually(() -> other.socket().isJoined("rooms:lobby"), "the other client continues");
        }
    }

    @Test
    void rejectedTaskEndsClientAndDeliversOutcomes() throws InterruptedException {
        RunningClient client = start(one);
        journal.expect("joined");
        one.shutdown();
        // Waits until all accepted tasks have run. Otherwise such a task could deliver the broadcast.
        assertThat(one.awaitTermination(Journal.PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .isTrue();
        transports.all().get(0).broadcast("rooms:lobby", "unheard", "{}");
        endsWith(client, RejectedExecutionException.class);
    }

    @Test
    void executorThatRejectsFirstTaskStartsNothing() {
        AtomicBoolean probed = new AtomicBoolean();
        RunningClient client = start(task -> {
            if (probed.getAndSet(true)) {
                throw new RejectedExecutionException("full");
            }
        });
        assertThat(end(client)).isInstanceOf(StopReason.Failed.class);
        assertThat(transports.all()).isEmpty();
        assertThat(journal.lines()).isEmpty();
    }

    @Test
    void errorOfExecutorEndsClient() {
        AtomicBoolean broken = new AtomicBoolean();
        RunningClient client = start(task -> {
            if (broken.get()) {
                throw new NoClassDefFoundError("some/Wrapper");
            }
            one.execute(task);
        });
        journal.expect("joined");
        awaitIdle();
        broken.set(true);
        client.send("unheard");
        endsWith(client, NoClassDefFoundError.class);
    }

    @Test
    void closeDetectsExecutorThatDroppedTasks() {
        RunningClient client = start(one);
        journal.expect("joined");
        awaitIdle();
        one.execute(this::block);
        client.send("forgotten with its task");
        one.shutdownNow();
        client.close();
        endsWith(client, RejectedExecutionException.class);
    }

    @Test
    void executorThatRunsTaskOnSubmittingThreadEndsClient() {
        try (ExecutorService pool = new ThreadPoolExecutor(
                1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(2), new ThreadPoolExecutor.CallerRunsPolicy())) {
            RunningClient client = start(pool);
            journal.expect("joined");
            pool.execute(() -> {
                journal.note("blocked");
                block();
            });
            journal.expect("blocked");
            pool.execute(() -> journal.note("fills the queue"));
            pool.execute(() -> journal.note("fills the queue"));
            client.send("to be run here");
            assertThat(end(client))
                    .isInstanceOfSatisfying(
                            StopReason.Failed.class,
                            failed -> assertThat(failed.thrown())
                                    .isInstanceOf(RejectedExecutionException.class)
                                    .hasMessageContaining("on the submitting thread"));
            gate.countDown();
        }
        journal.expect("terminate Failed[" + RejectedExecutionException.class.getName() + "]");
    }

    @Test
    void endedClientRefusesMessagesAfterExecutorShutdown() {
        try (ExecutorService pool = Executors.newSingleThreadExecutor()) {
            RunningClient client = start(pool);
            journal.expect("joined");
            client.close();
            pool.shutdown();
            assertThatThrownBy(() -> client.send("too late")).isInstanceOf(ClientEndedException.class);
            assertThat(end(client)).isEqualTo(new StopReason.Shutdown());
        }
    }
}
