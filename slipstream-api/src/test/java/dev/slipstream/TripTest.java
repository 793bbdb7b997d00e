package dev.slipstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.core.AssignKey;
import dev.slipstream.core.DisconnectReason;
import dev.slipstream.core.Observation;
import dev.slipstream.core.Payload;
import dev.slipstream.core.PayloadMismatchException;
import dev.slipstream.core.Ref;
import dev.slipstream.core.Reply;
import dev.slipstream.core.Socket;
import dev.slipstream.core.StopReason;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The callbacks of a client in order, and the effect of what they return or throw. */
class TripTest {

    private static final AssignKey<Integer> COUNT = AssignKey.of("count", 0);

    private final FakeTransports transports = new FakeTransports();
    private final Journal journal = new Journal();

    /** Records all callbacks. */
    private class Recording implements SlipstreamClient {

        @Override
        public Socket init(Socket socket) {
            journal.note("init");
            return socket.connect(FakeTransports.configuration());
        }

        @Override
        public Socket handleConnect(Socket socket) {
            journal.note("connect");
            return socket.join("rooms:lobby");
        }

        @Override
        public Socket handleDisconnect(DisconnectReason reason, Socket socket) {
            journal.note("disconnect " + reason.getClass().getSimpleName());
            return socket;
        }

        @Override
        public Socket handleJoin(String topic, Payload response, Socket socket) {
            journal.note("join " + topic);
            return socket.push(topic, "ping", Map.of());
        }

        @Override
        public Socket handleMessage(String topic, String event, Payload payload, Socket socket) {
            journal.note(event + " " + payload.as(Map.class));
            return socket;
        }

        @Override
        public Socket handleReply(Ref ref, Reply reply, Socket socket) {
            journal.note("reply " + ref + " " + reply.getClass().getSimpleName());
            return socket;
        }

        @Override
        public Socket handleOutcome(Object tag, Reply reply, Socket socket) {
            journal.note("outcome " + tag + " " + reply.getClass().getSimpleName());
            return socket;
        }

        @Override
        public Socket terminate(StopReason reason, Socket socket) {
            journal.note("terminate " + reason);
            return socket;
        }
    }

    @Test
    void callbacksRunInOrder() {
        try (RunningClient client = Slipstream.start(new Recording(), transports.options())) {
            FakeSocket server = transports.next();
            journal.expect("reply 2 Ok");
            server.broadcast("rooms:lobby", "hello", "{\"a\":1}");
            journal.expect("hello {a=1}");
            client.stop(new StopReason.Normal());
            client.whenStopped().toCompletableFuture().join();
            assertThat(journal.lines())
                    .containsExactly(
                            "init",
                            "connect",
                            "join rooms:lobby",
                            "reply 2 Ok",
                            "hello {a=1}",
                            "disconnect Requested",
                            "terminate Normal[]");
            assertThat(server.log()).startsWith("phx_join rooms:lobby", "ping rooms:lobby");
            assertThat(server.closes).hasValue(1);
        }
    }

    @Test
    void lostConnectionIsRestoredWithItsTopics() {
        try (RunningClient client = Slipstream.start(new Recording(), transports.options())) {
            FakeSocket first = transports.next();
            journal.expect("join rooms:lobby");
            first.took("ping");
            first.cut();
            journal.expect("disconnect Failed");
            FakeSocket second = transports.next();
            journal.expect("join rooms:lobby");
            second.took("ping");
            assertThat(second.log()).startsWith("phx_join rooms:lobby", "ping rooms:lobby");
            Journal.eventually(
                    () -> client.socket().connection().orElseThrow().number() == 2, "the handle shows the second one");
        }
    }

    @Test
    void throwingCallbackSendsAndAssignsNothing() {
        SlipstreamClient throwing = new Recording() {
            @Override
            public Socket handleInfo(Object message, Socket socket) {
                Socket written = socket.push("rooms:lobby", "never", Map.of()).assign(COUNT, 7);
                throw new IllegalStateException("after " + written.operations().size() + " operation");
            }

            @Override
            public Socket handleFailure(Throwable thrown, String cause, Socket socket) {
                journal.note(cause + " " + thrown.getMessage() + " " + socket.assigned(COUNT));
                return socket;
            }
        };
        try (RunningClient client = Slipstream.start(throwing, transports.options())) {
            journal.expect("join rooms:lobby");
            client.send("go");
            journal.expect("handleInfo after 1 operation 0");
            client.run(socket -> socket.push("rooms:lobby", "later", Map.of()));
            transports.next().took("later");
            assertThat(transports.all().get(0).log()).doesNotContain("never rooms:lobby");
        }
    }

    @Test
    void throwingCallbackStopsClientByDefault() {
        SlipstreamClient throwing = new Recording() {
            @Override
            public Socket handleInfo(Object message, Socket socket) {
                throw new AssertionError("an Error counts as well");
            }
        };
        RunningClient client = Slipstream.start(throwing, transports.options());
        journal.expect("join rooms:lobby");
        client.send("go");
        StopReason reason = client.whenStopped().toCompletableFuture().join();
        assertThat(reason)
                .isInstanceOfSatisfying(
                        StopReason.Failed.class,
                        failed -> assertThat(failed.thrown()).hasMessage("an Error counts as well"));
        assertThat(journal.lines()).endsWith("disconnect Requested", "terminate Failed[java.lang.AssertionError]");
    }

    @Test
    void returnedNullCountsAsException() {
        RunningClient client = Slipstream.start(new Recording(), transports.options());
        journal.expect("join rooms:lobby");
        client.run(socket -> nothing());
        assertThat(client.whenStopped().toCompletableFuture().join())
                .isInstanceOfSatisfying(
                        StopReason.Failed.class,
                        failed -> assertThat(failed.thrown())
                                .isInstanceOf(NullPointerException.class)
                                .hasMessageContaining("returned null; return the socket of its last operation"));
    }

    @SuppressWarnings("NullAway") // what a callback must not return
    private static Socket nothing() {
        return null;
    }

    @Test
    void mismatchedPayloadIsDropped() {
        BlockingQueue<Observation> observations = new LinkedBlockingQueue<>();
        try (RunningClient client = Slipstream.start(
                new Recording(),
                transports.builder().telemetry(observations::add).build())) {
            journal.expect("join rooms:lobby");
            FakeSocket server = transports.next();
            server.broadcast("rooms:lobby", "odd", "[1]");
            server.broadcast("rooms:lobby", "even", "{}");
            journal.expect("even {}");
            assertThat(journal.lines()).doesNotContain("odd [1]");
            assertThat(observations).anyMatch(seen -> seen instanceof Observation.PayloadMismatched);
            assertThat(client.whenStopped().toCompletableFuture()).isNotDone();
        }
        assertThat(new PayloadMismatchException("x")).hasMessage("x");
    }

    @Test
    void lostOperationsAreCounted() {
        BlockingQueue<Observation> observations = new LinkedBlockingQueue<>();
        SlipstreamClient losing = new Recording() {
            @Override
            public Socket handleInfo(Object message, Socket socket) {
                Socket dropped = socket.push("rooms:lobby", "lost", Map.of()).assign(COUNT, 1);
                journal.note("lost " + dropped.operations().size());
                return socket;
            }
        };
        try (RunningClient client = Slipstream.start(
                losing, transports.builder().telemetry(observations::add).build())) {
            journal.expect("join rooms:lobby");
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
        RunningClient client = Slipstream.start(new Recording(), transports.options());
        journal.expect("join rooms:lobby");
        client.run(socket ->
                socket.request("rooms:lobby", "never answered", Map.of(), "tag").stop(new StopReason.Normal()));
        client.whenStopped().toCompletableFuture().join();
        assertThat(journal.lines()).endsWith("outcome tag Lost", "disconnect Requested", "terminate Normal[]");
    }

    @Test
    void throwingTelemetryHasNoEffect() {
        try (RunningClient client = Slipstream.start(
                new Recording(),
                transports
                        .builder()
                        .telemetry(observation -> {
                            throw new StackOverflowError("in telemetry");
                        })
                        .build())) {
            journal.expect("join rooms:lobby");
            client.send("unhandled");
        }
        assertThat(journal.lines()).endsWith("terminate Shutdown[]");
    }

    @Test
    void ignoredClientStartsNothing() throws Exception {
        CountDownLatch terminated = new CountDownLatch(1);
        SlipstreamClient ignoring = new SlipstreamClient() {
            @Override
            public Socket init(Socket socket) {
                return socket.stop(new StopReason.Ignored());
            }

            @Override
            public Socket terminate(StopReason reason, Socket socket) {
                terminated.countDown();
                return socket;
            }
        };
        RunningClient client = Slipstream.start(ignoring, transports.options());
        assertThat(client.whenStopped().toCompletableFuture().get(Journal.PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .isEqualTo(new StopReason.Ignored());
        assertThat(List.of(terminated.getCount(), transports.all().size())).isEqualTo(List.of(1L, 0));
    }
}
