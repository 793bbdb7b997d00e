package dev.slipstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipstream.core.Socket;
import dev.slipstream.core.StopReason;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Restarts of a client after its end, and the {@link RunningClient} that all its runs share. */
class RestartTest {

    private static final StopReason NORMAL = new StopReason.Normal();
    private static final Duration LONG = Duration.ofHours(1);

    private final FakeTransports transports = new FakeTransports();
    private final Journal journal = new Journal();
    private final List<SlipstreamClient> made = new CopyOnWriteArrayList<>();

    /** Makes a client that records its callbacks, each with the number of the client. */
    private SlipstreamClient make() {
        String number = " " + made.size();
        LobbyClient worker = new LobbyClient(journal)
                .onInit(socket -> noted("init" + number, socket).connect(FakeTransports.configuration()))
                .onConnect(socket -> noted("connected" + number, socket))
                .onInfo((message, socket) -> switch (noted(message + number, message)
                        .toString()) {
                    case "stop" -> socket.stop(NORMAL);
                    case "throw" -> throw new IllegalStateException("asked to");
                    case "ignore" -> socket.stop(new StopReason.Ignored());
                    default -> socket;
                })
                .onTerminate(socket -> noted("terminate" + number, socket));
        made.add(worker);
        return worker;
    }

    private <T> T noted(String line, T next) {
        journal.note(line);
        return next;
    }

    private RunningClient start(RestartPolicy policy) {
        RunningClient client = Slipstream.start(
                this::make, transports.builder().restart(policy).build());
        journal.expect("connected 0");
        return client;
    }

    private static StopReason end(RunningClient client) {
        return client.whenStopped()
                .toCompletableFuture()
                .orTimeout(Journal.PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .join();
    }

    @Test
    void permanentClientRestartsWithNewInstanceAfterEveryEnd() {
        try (RunningClient client = start(RestartPolicy.PERMANENT)) {
            client.send("stop");
            journal.expect("connected 1");
            client.send("throw");
            journal.expect("connected 2");
            client.send("hello");
            journal.expect("hello 2");
            assertThat(client.whenStopped().toCompletableFuture()).isNotDone();
        }
        assertThat(made).hasSize(3).doesNotHaveDuplicates();
        assertThat(transports.all()).hasSize(3);
        Journal.eventually(
                () -> transports.all().stream().allMatch(socket -> socket.closes.get() == 1),
                "each connection is closed once");
        assertThat(journal.lines())
                .containsSubsequence("stop 0", "terminate 0", "init 1", "throw 1", "terminate 1", "init 2");
    }

    @Test
    void transientClientRestartsOnlyAfterFailure() {
        RunningClient client = start(RestartPolicy.TRANSIENT);
        client.send("throw");
        journal.expect("connected 1");
        client.send("stop");
        assertThat(end(client)).isEqualTo(NORMAL);
        assertThat(made).hasSize(2);
    }

    @Test
    void clientThatFailsWhileItIsAskedToStopDoesNotRestart() {
        RunningClient client = stoppedWhileItFails(RestartPolicy.TRANSIENT);
        assertThat(end(client)).isInstanceOf(StopReason.Failed.class);
        assertThat(journal.lines()).filteredOn("init"::equals).hasSize(1);
    }

    @Test
    void permanentClientThatFailsWhileItIsAskedToStopRestartsOnce() {
        RunningClient client = stoppedWhileItFails(RestartPolicy.PERMANENT);
        journal.expect("init");
        client.close();
        assertThat(end(client)).isEqualTo(new StopReason.Shutdown());
        assertThat(journal.lines()).filteredOn("init"::equals).hasSize(2);
    }

    /** Starts a client that fails. While its last callback runs, asks it to stop normally. */
    private RunningClient stoppedWhileItFails(RestartPolicy policy) {
        CountDownLatch isAsked = new CountDownLatch(1);
        RunningClient client = Slipstream.start(
                () -> new LobbyClient(journal)
                        .onInit(socket -> noted("init", socket))
                        .onInfo((message, socket) -> {
                            throw new IllegalStateException("asked to");
                        })
                        .onTerminate(socket -> {
                            journal.note("ending");
                            Journal.await(isAsked);
                            return socket;
                        }),
                transports.builder().restart(policy).build());
        journal.expect("init");
        client.send("throw");
        journal.expect("ending");
        client.stop(NORMAL);
        isAsked.countDown();
        return client;
    }

    @Test
    void temporaryClientNeverRestarts() {
        RunningClient client = start(RestartPolicy.TEMPORARY);
        client.send("throw");
        assertThat(end(client)).isInstanceOf(StopReason.Failed.class);
        assertThat(made).hasSize(1);
    }

    @Test
    void ignoredOrClosedClientDoesNotRestart() {
        RunningClient ignored = start(RestartPolicy.PERMANENT);
        ignored.send("ignore");
        assertThat(end(ignored)).isEqualTo(new StopReason.Ignored());
        RunningClient closed = Slipstream.start(
                this::make,
                transports.builder().restart(RestartPolicy.PERMANENT).build());
        journal.expect("connected 1");
        closed.stop(NORMAL);
        journal.expect("connected 2");
        closed.close();
        assertThat(end(closed)).isEqualTo(new StopReason.Shutdown());
        assertThat(made).hasSize(3);
    }

    @Test
    void clientThatEndsTooOftenIsNotRestarted() {
        RunningClient client = start(RestartPolicy.PERMANENT.atMost(2, LONG));
        client.send("stop");
        journal.expect("connected 1");
        client.send("stop");
        journal.expect("connected 2");
        client.send("throw");
        assertThat(end(client)).isInstanceOf(StopReason.Failed.class);
        assertThat(made).hasSize(3);
    }

    @Test
    void endsOutsideThePeriodAreNotCounted() {
        try (RunningClient client = start(RestartPolicy.PERMANENT.atMost(1, Duration.ofNanos(1)))) {
            for (int run = 1; run < 5; run++) {
                client.send("throw");
                journal.expect("connected " + run);
            }
            assertThat(client.whenStopped().toCompletableFuture()).isNotDone();
        }
    }

    @Test
    void throwingSupplierStopsRestarts() {
        Supplier<SlipstreamClient> once = () -> {
            if (!made.isEmpty()) {
                throw new IllegalStateException("no more of them");
            }
            return make();
        };
        RunningClient client = Slipstream.start(
                once, transports.builder().restart(RestartPolicy.PERMANENT).build());
        journal.expect("connected 0");
        client.send("stop");
        assertThat(end(client))
                .isInstanceOfSatisfying(
                        StopReason.Failed.class,
                        failed -> assertThat(failed.thrown()).hasMessage("no more of them"));
    }

    @Test
    void supplierMakesTheNextClientOnTheThreadThatRanTerminate() {
        List<Thread> seen = new CopyOnWriteArrayList<>();
        Supplier<SlipstreamClient> clients = () -> {
            seen.add(Thread.currentThread());
            return new SlipstreamClient() {
                @Override
                public Socket init(Socket socket) {
                    return noted("init", socket);
                }

                @Override
                public Socket terminate(StopReason reason, Socket socket) {
                    seen.add(Thread.currentThread());
                    return socket;
                }
            };
        };
        try (ExecutorService executor = Executors.newCachedThreadPool();
                RunningClient client = Slipstream.start(
                        clients,
                        transports
                                .builder()
                                .executor(executor)
                                .restart(RestartPolicy.PERMANENT)
                                .build())) {
            journal.expect("init");
            client.stop(NORMAL);
            journal.expect("init");
            assertThat(seen).hasSize(3);
            assertThat(seen.get(2)).isEqualTo(seen.get(1)).isNotEqualTo(seen.get(0));
        }
    }

    @Test
    void runningClientInCallbacksIsTheSameInEveryRun() {
        try (RunningClient client = start(RestartPolicy.PERMANENT)) {
            client.send("stop");
            journal.expect("connected 1");
            client.run(socket -> {
                journal.note(Slipstream.running(socket) == client ? "same" : "other");
                return socket;
            });
            journal.expect("same");
        }
    }

    @Test
    void restartPolicyIsRefusedWithoutASupplierOfClients() {
        SlipstreamClient worker = make();
        StartOptions options =
                transports.builder().restart(RestartPolicy.TRANSIENT).build();
        assertThatThrownBy(() -> Slipstream.start(worker, options))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("pass a supplier that makes one, such as Lobby::new");
        assertThatThrownBy(() -> RestartPolicy.PERMANENT.atMost(-1, LONG))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("restarts: -1");
    }

    @Test
    void namedClientIsFoundInEveryRun() {
        StartOptions named = transports
                .builder()
                .name("lobby")
                .restart(RestartPolicy.PERMANENT)
                .build();
        assertThat(Slipstream.named("lobby")).isEmpty();
        try (RunningClient client = Slipstream.start(this::make, named)) {
            journal.expect("connected 0");
            assertThat(Slipstream.named("lobby")).containsSame(client);
            assertThatThrownBy(() -> Slipstream.start(this::make, named))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("cannot start a client named lobby: another one is running");
            client.send("stop");
            journal.expect("connected 2");
            assertThat(Slipstream.named("lobby")).containsSame(client);
        }
        assertThat(Slipstream.named("lobby")).isEmpty();
    }

    @Test
    void connectionsAreCountedFromAttemptToEnd() {
        int before = Slipstream.connections();
        try (RunningClient one = start(RestartPolicy.TEMPORARY);
                Session two = Slipstream.open(FakeTransports.configuration(), transports.options())) {
            assertThat(Slipstream.connections()).isEqualTo(before + 2);
            two.disconnect();
            Journal.eventually(() -> Slipstream.connections() == before + 1, "the script's connection has ended");
            Journal.eventually(() -> one.socket().isConnected(), "the second client is connected");
        }
        Journal.eventually(() -> Slipstream.connections() == before, "no connection is left");
    }
}
