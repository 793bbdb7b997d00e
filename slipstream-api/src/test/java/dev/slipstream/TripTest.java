package dev.slipstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.core.AssignKey;
import dev.slipstream.core.Observation;
import dev.slipstream.core.PayloadMismatchException;
import dev.slipstream.core.Socket;
import dev.slipstream.core.StopReason;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The order of a client's callbacks, and the effect of their results and exceptions. */
class TripTest {

    private static final AssignKey<Integer> COUNT = AssignKey.of("count", 0);
    private static final String OK = "Ok[response=json(13 bytes)]";

    private final FakeTransports transports = new FakeTransports();
    private final Journal journal = new Journal();

    private LobbyClient recording() {
        return new LobbyClient(journal)
                .onJoin(socket -> socket.push("rooms:lobby", "ping", Map.of()))
                .onMessage((message, socket) -> {
                    journal.note(message.payload().as(Map.class));
                    return socket;
                });
    }

    @Test
    void callbacksRunInOrder() {
        try (RunningClient client = Slipstream.start(recording(), transports.options())) {
            FakeSocket server = transports.next();
            journal.expect(OK);
            server.broadcast("rooms:lobby", "hello", "{\"a\":1}");
            journal.expect("{a=1}");
            client.stop(new StopReason.Normal());
            client.whenStopped().toCompletableFuture().join();
            assertThat(journal.lines())
                    .containsExactly("connected", "joined", OK, "hello", "{a=1}", "Requested[]", "terminate Normal[]");
            assertThat(server.log()).startsWith("phx_join rooms:lobby", "ping rooms:lobby");
            assertThat(server.closes).hasValue(1);
        }
    }

    @Test
    void lostConnectionIsRestoredWithItsTopics() {
        try (RunningClient client = Slipstream.start(recording(), transports.options())) {
            FakeSocket first = transports.next();
            journal.expect("joined");
            first.took("ping");
            first.cut();
            journal.expect("Failed[failure=ConnectionLost[detail=cut]]");
            FakeSocket second = transports.next();
            journal.expect("joined");
            second.took("ping");
            assertThat(second.log()).startsWith("phx_join rooms:lobby", "ping rooms:lobby");
            Journal.eventually(
                    () -> client.socket().connection().orElseThrow().number() == 2,
                    "the handle shows the second connection");
        }
    }

    @Test
    void throwingCallbackSendsAndAssignsNothing() {
        LobbyClient throwing = recording()
                .onInfo((message, socket) -> {
                    Socket written =
                            socket.push("rooms:lobby", "never", Map.of()).assign(COUNT, 7);
                    throw new IllegalStateException(
                            "after " + written.operations().size() + " operation");
                })
                .onFailure((thrown, cause, socket) -> {
                    journal.note(cause + " " + thrown.getMessage() + " " + socket.assigned(COUNT));
                    return socket;
                });
        try (RunningClient client = Slipstream.start(throwing, transports.options())) {
            journal.expect("joined");
            client.send("go");
            journal.expect("handleInfo after 1 operation 0");
            client.run(socket -> socket.push("rooms:lobby", "later", Map.of()));
            transports.next().took("later");
            assertThat(transports.all().get(0).log()).doesNotContain("never rooms:lobby");
        }
    }

    @Test
    void handleFailureMayStopClient() {
        LobbyClient throwing = recording().onInfo((message, socket) -> {
            throw new AssertionError("an Error counts as well");
        });
        RunningClient client = Slipstream.start(throwing, transports.options());
        journal.expect("joined");
        client.send("go");
        StopReason reason = client.whenStopped().toCompletableFuture().join();
        assertThat(reason)
                .isInstanceOfSatisfying(
                        StopReason.Failed.class,
                        failed -> assertThat(failed.thrown()).hasMessage("an Error counts as well"));
        assertThat(journal.lines()).endsWith("Requested[]", "terminate Failed[java.lang.AssertionError]");
    }

    @Test
    void returnedNullCountsAsException() {
        LobbyClient returningNull = recording().onInfo((message, socket) -> nothing());
        RunningClient client = Slipstream.start(returningNull, transports.options());
        journal.expect("joined");
        client.send("go");
        assertThat(client.whenStopped().toCompletableFuture().join())
                .isInstanceOfSatisfying(
                        StopReason.Failed.class,
                        failed -> assertThat(failed.thrown())
                                .isInstanceOf(NullPointerException.class)
                                .hasMessageMatching("handleInfo of client \\w{8} \\(ws://localhost/socket/websocket\\)"
                                        + " returned null; return the socket of its last operation,"
                                        + " or the one that it received"));
    }

    @SuppressWarnings("NullAway") // returns the null that a callback must not return
    private static Socket nothing() {
        return null;
    }

    @Test
    void mismatchedPayloadIsDropped() {
        BlockingQueue<Observation> observations = new LinkedBlockingQueue<>();
        try (RunningClient client = Slipstream.start(
                recording(), transports.builder().telemetry(observations::add).build())) {
            journal.expect("joined");
            FakeSocket server = transports.next();
            server.broadcast("rooms:lobby", "odd", "[1]");
            server.broadcast("rooms:lobby", "even", "{}");
            journal.expect("even");
            assertThat(journal.lines()).doesNotContain("[1]");
            assertThat(observations).anyMatch(seen -> seen instanceof Observation.PayloadMismatched);
            assertThat(client.whenStopped().toCompletableFuture()).isNotDone();
        }
        assertThat(new PayloadMismatchException("x")).hasMessage("x");
    }

    @Test
    void lostOperationsAreCounted() {
        BlockingQueue<Observation> observations = new LinkedBlockingQueue<>();
        LobbyClient losing = recording().onInfo((message, socket) -> {
            Socket dropped = socket.push("rooms:lobby", "lost", Map.of()).assign(COUNT, 1);
            journal.note("lost " + dropped.operations().size());
            return socket;
        });
        try (RunningClient client = Slipstream.start(
                losing, transports.builder().telemetry(observations::add).build())) {
            journal.expect("joined");
            client.send(1);
            client.send(2);
            client.run(socket -> {
                journal.note("through");
                return socket;
            });
            journal.expect("through");
            assertThat(observations.stream().filter(Observation.OperationsLost.class::isInstance))
                    .containsExactly(lost(), lost());
        }
    }

    private static Observation lost() {
        return new Observation.OperationsLost("handleInfo", 1, 1);
    }

    @Test
    void outcomesPrecedeDisconnectAndEnd() {
        RunningClient client = Slipstream.start(recording(), transports.options());
        journal.expect("joined");
        client.run(socket ->
                socket.request("rooms:lobby", "never answered", Map.of(), "tag").stop(new StopReason.Normal()));
        client.whenStopped().toCompletableFuture().join();
        assertThat(journal.lines())
                .endsWith(
                        "outcome tag Lost[failure=Disconnected[], maybeSent=true]",
                        "Requested[]",
                        "terminate Normal[]");
    }

    @Test
    void throwingTelemetryHasNoEffect() {
        try (RunningClient client = Slipstream.start(
                recording(),
                transports
                        .builder()
                        .telemetry(observation -> {
                            throw new StackOverflowError("in telemetry");
                        })
                        .build())) {
            journal.expect("joined");
            client.send("unhandled");
        }
        assertThat(journal.lines()).endsWith("terminate Shutdown[]");
    }

    @Test
    void ignoredClientStartsNothing() throws Exception {
        LobbyClient ignoring = new LobbyClient(journal).onInit(socket -> socket.stop(new StopReason.Ignored()));
        RunningClient client = Slipstream.start(ignoring, transports.options());
        assertThat(client.whenStopped().toCompletableFuture().get(Journal.PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .isEqualTo(new StopReason.Ignored());
        assertThat(journal.lines()).isEmpty();
        assertThat(transports.all()).isEmpty();
    }
}
