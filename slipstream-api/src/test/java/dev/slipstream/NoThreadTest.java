package dev.slipstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipstream.core.Configuration;
import dev.slipstream.core.Credentials;
import dev.slipstream.core.DisconnectReason;
import dev.slipstream.core.EventMatcher;
import dev.slipstream.core.Failure;
import dev.slipstream.core.Reply;
import dev.slipstream.core.StopReason;
import dev.slipstream.process.ProcessRuntime;
import dev.slipstream.process.Scheduler;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** If the JVM cannot start threads any more, clients end, and no wait lasts forever. */
class NoThreadTest {

    private static final ProcessRuntime REAL = ProcessRuntime.real();

    private final FakeTransports transports = new FakeTransports();
    private final Journal journal = new Journal();
    private final AtomicInteger running = new AtomicInteger();
    private final AtomicBoolean threadless = new AtomicBoolean();
    private final AtomicBoolean timerless = new AtomicBoolean();

    /** The error that the JVM throws when it cannot start a thread. */
    private static OutOfMemoryError unable() {
        return new OutOfMemoryError("unable to create native thread");
    }

    private Executor scarce(Executor threads) {
        return task -> {
            if (threadless.get()) {
                throw unable();
            }
            running.incrementAndGet();
            threads.execute(() -> {
                try {
                    task.run();
                } finally {
                    running.decrementAndGet();
                }
            });
        };
    }

    private Scheduler.Timer schedule(Duration time, Runnable task) {
        if (timerless.get()) {
            throw unable();
        }
        return REAL.scheduler().at(time, task);
    }

    private final ProcessRuntime scarce = new ProcessRuntime(
            scarce(REAL.callbacks()),
            scarce(REAL.threads()),
            this::schedule,
            REAL.clock(),
            REAL.waiters(),
            REAL.probe(),
            REAL.transport());

    private static Configuration beating(Duration interval) {
        return FakeTransports.configuration().toBuilder()
                .heartbeatInterval(interval)
                .build();
    }

    private RunningClient start(Configuration configuration, StartOptions options) {
        LobbyClient client = new LobbyClient(journal).onInit(socket -> socket.connect(configuration));
        return scarce.within(() -> Slipstream.start(client, options));
    }

    private RunningClient joined(Configuration configuration, StartOptions options) {
        RunningClient client = start(configuration, options);
        journal.expect("joined");
        Journal.eventually(() -> client.socket().isJoined("rooms:lobby"), "the callback has returned");
        Journal.eventually(() -> running.get() == 0, "no thread is left that could do new work");
        return client;
    }

    private static void endsWithOutOfMemory(RunningClient client) {
        assertThat(client.whenStopped()
                        .toCompletableFuture()
                        .orTimeout(Journal.PATIENCE.toSeconds(), TimeUnit.SECONDS)
                        .join())
                .isInstanceOfSatisfying(
                        StopReason.Failed.class,
                        failed -> assertThat(failed.thrown()).isInstanceOf(OutOfMemoryError.class));
    }

    @Test
    void clientWithoutThreadEndsAndClosesItsConnection() {
        RunningClient client = joined(beating(Duration.ofHours(1)), transports.options());
        threadless.set(true);
        CompletionStage<Reply> outcome = client.request("rooms:lobby", "ping", Map.of());
        endsWithOutOfMemory(client);
        transports.next().awaitClosed();
        assertThat(outcome.toCompletableFuture()
                        .orTimeout(Journal.PATIENCE.toSeconds(), TimeUnit.SECONDS)
                        .join())
                .isEqualTo(new Reply.Lost(new Failure.Cancelled(), false));
        assertThatThrownBy(() -> client.call(from -> from)).isInstanceOf(CallRefusedException.class);
        client.close();
    }

    @Test
    void clientStartedWithoutThreadHasEnded() {
        threadless.set(true);
        endsWithOutOfMemory(start(beating(Duration.ofHours(1)), transports.options()));
        assertThat(transports.all()).isEmpty();
    }

    @Test
    void connectionWithoutThreadEndsClientOnItsExecutor() {
        StartOptions own = transports.builder().executor(REAL.threads()).build();
        RunningClient client = joined(beating(Duration.ofMillis(20)), own);
        threadless.set(true);
        endsWithOutOfMemory(client);
        assertThat(journal.lines())
                .containsExactly(
                        "connected",
                        "joined",
                        new DisconnectReason.Requested().toString(),
                        "terminate Failed[java.lang.OutOfMemoryError]");
        transports.next().awaitClosed();
    }

    @Test
    void failureToSetTimerEndsClient() {
        RunningClient client = joined(beating(Duration.ofHours(1)), transports.options());
        timerless.set(true);
        client.run(socket -> socket.sendAfter("soon", Duration.ofSeconds(2), "never"));
        endsWithOutOfMemory(client);
        journal.expect("terminate Failed[java.lang.OutOfMemoryError]");
        transports.next().awaitClosed();
    }

    @Test
    void failureToSetConnectionDeadlineEndsClient() {
        RunningClient client = joined(beating(Duration.ofHours(1)), transports.options());
        timerless.set(true);
        client.run(socket -> {
            Duration patience = Duration.ofSeconds(1);
            Reply none = Slipstream.session(socket).request("rooms:lobby", "never answered", Map.of(), patience);
            throw new AssertionError("the await ended with " + none);
        });
        endsWithOutOfMemory(client);
        journal.expect("terminate Failed[java.lang.OutOfMemoryError]");
        transports.next().awaitClosed();
    }

    @Test
    void failureToRunSupplierEndsClient() {
        Configuration asking = FakeTransports.configuration().toBuilder()
                .credentialsSupplier(attempt -> CompletableFuture.completedFuture(Credentials.none()))
                .build();
        StartOptions own = transports.builder().executor(REAL.threads()).build();
        threadless.set(true);
        endsWithOutOfMemory(start(asking, own));
        assertThat(transports.all()).isEmpty();
    }

    @Test
    void awaitOfScriptEndsWithReason() {
        Configuration beating = beating(Duration.ofMillis(20));
        try (Session session = scarce.within(() -> Slipstream.open(beating, transports.options()))) {
            threadless.set(true);
            assertThatThrownBy(() -> session.await(EventMatcher.messageOn("rooms:lobby"), Journal.PATIENCE))
                    .isInstanceOfSatisfying(
                            AwaitEndedException.class,
                            ended -> assertThat(ended.reason())
                                    .isEqualTo(new AwaitEndReason.Disconnected(new DisconnectReason.Failed(
                                            new Failure.Unexpected("java.lang.OutOfMemoryError")))));
        }
        transports.next().awaitClosed();
    }
}
