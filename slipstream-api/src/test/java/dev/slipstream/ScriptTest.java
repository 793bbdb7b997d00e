package dev.slipstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipstream.core.Configuration;
import dev.slipstream.core.DisconnectReason;
import dev.slipstream.core.Event;
import dev.slipstream.core.EventMatcher;
import dev.slipstream.core.Failure;
import dev.slipstream.core.JoinOptions;
import dev.slipstream.core.Payload;
import dev.slipstream.core.PushBuffer;
import dev.slipstream.core.Reply;
import dev.slipstream.core.Telemetry;
import dev.slipstream.core.serializer.Message;
import dev.slipstream.process.ClientProcess;
import dev.slipstream.process.Clock;
import dev.slipstream.process.ProcessRuntime;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sessions of scripts, which have no callbacks. A thread of the user calls the session. */
class ScriptTest {

    private static final Duration SHORT = Duration.ofMillis(50);

    private final FakeTransports transports = new FakeTransports();

    private Session open() {
        return Slipstream.open(FakeTransports.configuration(), transports.options());
    }

    @Test
    void scriptRunsStepByStep() {
        FakeSocket server;
        try (Session session = open()) {
            server = transports.next();
            assertThat(session.join("rooms:lobby").isEmptyObject()).isTrue();
            assertThat(session.request("rooms:lobby", "ping", Map.of())).isInstanceOf(Reply.Ok.class);
            server.broadcast("rooms:lobby", "first", "{}");
            server.broadcast("rooms:lobby", "hello", "{\"a\":1}");
            assertThat(session.await(EventMatcher.messageOn("rooms:lobby", "hello"))
                            .payload()
                            .text())
                    .isEqualTo("{\"a\":1}");
            assertThat(session.await(EventMatcher.messageOn("rooms:lobby")).event())
                    .isEqualTo("first");
            session.push("rooms:lobby", "said", Map.of()).leave("rooms:lobby").disconnect();
            assertThat(session.socket().isConnected()).isFalse();
            session.disconnect();
        }
        assertThat(server.log())
                .containsExactly(
                        "phx_join rooms:lobby", "ping rooms:lobby", "said rooms:lobby", "phx_leave rooms:lobby");
        assertThat(server.closes).hasValue(1);
    }

    @Test
    void paramsOfASecondJoinAreSentWithTheNextRejoin() {
        try (Session session = open()) {
            Payload response = session.join("rooms:lobby", Map.of("token", "one"));
            FakeSocket first = transports.next();

            assertThat(session.join("rooms:lobby", Map.of("token", "two"))).isSameAs(response);
            assertThat(session.join("rooms:lobby")).isSameAs(response);

            assertThat(first.log()).containsExactly("phx_join rooms:lobby");
            assertThat(paramsAfterCut(session, first)).isEqualTo("{\"token\":\"two\"}");
        }
    }

    @Test
    void optionsOfASecondJoinApplyFromTheNextRejoin() {
        try (Session session = open()) {
            session.join("rooms:lobby", Map.of("token", "one"));
            FakeSocket first = transports.next();

            session.joinWith(
                    "rooms:lobby",
                    JoinOptions.builder()
                            .paramsSupplier(attempt -> CompletableFuture.completedFuture(Map.of("token", "two")))
                            .buffer(PushBuffer.of(1))
                            .build());
            Message join = first.took("phx_join");
            assertThat(join.payload().text()).isEqualTo("{\"token\":\"one\"}");
            first.crash(join);
            session.await(EventMatcher.of(Event.TopicJoinClosed.class));
            session.push("rooms:lobby", "kept", Map.of());
            session.await(EventMatcher.of(Event.TopicJoinSucceeded.class), Journal.PATIENCE);

            assertThat(first.took("phx_join").payload().text()).isEqualTo("{\"token\":\"two\"}");
            assertThat(first.took("kept").topic()).isEqualTo("rooms:lobby");
        }
    }

    @Test
    void joinWithOptionsWaitsForTheResponse() {
        try (Session session = open()) {
            JoinOptions options =
                    JoinOptions.builder().params(Map.of("user", 1)).build();

            assertThat(session.joinWith("rooms:lobby", options).isEmptyObject()).isTrue();
            assertThat(transports.next().took("phx_join").payload().text()).isEqualTo("{\"user\":1}");
            session.leave("rooms:lobby").disconnect();
            assertThatThrownBy(() -> session.joinWith("rooms:lobby", options))
                    .hasMessage("cannot join rooms:lobby: the client is disconnected; call connect first");
        }
    }

    private String paramsAfterCut(Session session, FakeSocket first) {
        first.cut();
        assertThatThrownBy(() -> session.request("rooms:lobby", "ping", Map.of()))
                .isInstanceOf(AwaitEndedException.class);
        session.awaitConnect(Journal.PATIENCE);
        session.join("rooms:lobby");
        return transports.next().took("phx_join").payload().text();
    }

    @Test
    void reservedNamesOfPhoenixAreRejected() {
        try (Session session = open()) {
            session.join("rooms:lobby");
            assertThatThrownBy(() -> session.push("rooms:lobby", "phx_leave", Map.of()))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> session.join("phoenix")).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> session.push("rooms:other", "x", Map.of()))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("never joined");
            assertThat(session.request("rooms:lobby", "ping", Map.of())).isInstanceOf(Reply.Ok.class);
        }
    }

    @Test
    void closeEndsConnectionAndSession() {
        Session session = open();
        session.close();
        session.close();
        assertThat(transports.next().closes).hasValue(1);
        assertThatThrownBy(session::socket)
                .hasMessageMatching("this session has ended, because the script of client \\w{8}"
                        + " \\(ws://localhost/socket/websocket\\) has ended; call Slipstream.open for another one");
    }

    @Test
    void closeOnOtherThreadThrows() {
        try (Session session = open()) {
            CompletableFuture<Void> elsewhere = CompletableFuture.runAsync(() -> assertThatThrownBy(session::close)
                    .hasMessageContaining("it belongs to the script of client ")
                    .hasMessageContaining(", and the script runs on thread "));
            elsewhere.join();
            assertThat(session.socket().isConnected()).isTrue();
        }
    }

    @Test
    void failedAttemptThrowsItsFailureAndEnds() {
        Failure unreachable = new Failure.ConnectionRefused("localhost");
        FakeTransports failing = new FakeTransports(new FakeTransports.Server() {
            @Override
            public void opening(FakeSocket socket) {
                socket.end(new DisconnectReason.ConnectFailed(unreachable));
            }
        });
        assertThatThrownBy(() -> Slipstream.open(FakeTransports.configuration(), failing.options()))
                .isInstanceOfSatisfying(
                        AwaitEndedException.class,
                        ended -> assertThat(ended.reason())
                                .isEqualTo(new AwaitEndReason.Disconnected(
                                        new DisconnectReason.ConnectFailed(unreachable))));
        assertThat(failing.all()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            404 | check that the path is right and ends in /websocket
            403 | it refused the credentials; check the token, and check_origin of the endpoint
            503 | it is overloaded, or not ready yet
            """)
    void failedAttemptSaysWhatToCheckAndHowToGoOn(int status, String words) {
        Failure refused = new Failure.HandshakeRefused(status, Map.of(), "");
        AtomicInteger attempts = new AtomicInteger();
        AtomicInteger refusedFrom = new AtomicInteger();
        FakeTransports refusing = new FakeTransports(new FakeTransports.Server() {
            @Override
            public void opening(FakeSocket socket) {
                if (attempts.getAndIncrement() < refusedFrom.get()) {
                    socket.open();
                } else {
                    socket.end(new DisconnectReason.ConnectFailed(refused));
                }
            }
        });
        String because = "the wait for the result of the attempt to connect ended early, because connecting failed:"
                + " the server answered " + status + ": " + words;
        assertThatThrownBy(() -> Slipstream.open(FakeTransports.configuration(), refusing.options()))
                .hasMessage(because + "; the session is closed, so call Slipstream.open again");

        refusedFrom.set(2);
        try (Session session = Slipstream.open(FakeTransports.configuration(), refusing.options())) {
            session.disconnect();
            assertThatThrownBy(() -> session.connect(FakeTransports.configuration()))
                    .hasMessage(
                            because
                                    + "; if the client still runs, and its policy did not give up, awaitConnect waits for the next connection");
            assertThatThrownBy(() -> session.awaitConnect(Journal.PATIENCE))
                    .hasMessage(
                            because
                                    + "; if the client still runs, and its policy did not give up, awaitConnect waits for the next connection");
        }
    }

    @Test
    void failedCredentialsSupplierFailsAttemptAtOnce() {
        Configuration configuration = FakeTransports.configuration().toBuilder()
                .credentialsSupplier(attempt -> CompletableFuture.failedFuture(new IllegalStateException("secret")))
                .build();
        assertThatThrownBy(() -> Slipstream.open(configuration, transports.options()))
                .isInstanceOfSatisfying(
                        AwaitEndedException.class,
                        ended -> assertThat(ended.reason())
                                .isEqualTo(new AwaitEndReason.Disconnected(
                                        new DisconnectReason.ConnectFailed(new Failure.CredentialsFailed(
                                                "the supplier threw java.lang.IllegalStateException")))))
                .hasMessageNotContaining("secret");
    }

    @Test
    void awaitRestoresLostConnectionWithItsTopics() {
        try (Session session = open()) {
            session.join("rooms:lobby");
            transports.next().cut();
            assertThatThrownBy(() -> session.request("rooms:lobby", "ping", Map.of()))
                    .isInstanceOf(AwaitEndedException.class);
            session.awaitConnect(Journal.PATIENCE);
            FakeSocket second = transports.next();
            session.join("rooms:lobby");
            assertThat(session.request("rooms:lobby", "ping", Map.of())).isInstanceOf(Reply.Ok.class);
            assertThat(second.log()).containsExactly("phx_join rooms:lobby", "ping rooms:lobby");
        }
    }

    @Test
    void paramsOfAJoinDuringARejoinAreSentWithLaterRejoins() {
        try (Session session = open()) {
            FakeSocket first = transports.next();
            session.join("rooms:lobby", Map.of("token", 1));
            FakeSocket second = reconnected(session, first);
            session.join("rooms:lobby", Map.of("token", 2));
            FakeSocket third = reconnected(session, second);
            session.join("rooms:lobby"); // without params, join only waits
            FakeSocket fourth = reconnected(session, third);
            session.join("rooms:lobby");

            assertThat(List.of(first, second, third, fourth))
                    .extracting(server -> server.took("phx_join").payload().text())
                    .containsExactly("{\"token\":1}", "{\"token\":1}", "{\"token\":2}", "{\"token\":2}");
        }
    }

    /** Cuts the connection, and waits until the session has the next connection. */
    private FakeSocket reconnected(Session session, FakeSocket server) {
        server.cut();
        assertThatThrownBy(() -> session.request("rooms:lobby", "ping", Map.of()))
                .isInstanceOf(AwaitEndedException.class);
        session.awaitConnect(Journal.PATIENCE);
        return transports.next();
    }

    @Test
    void replacedAttemptDoesNotEndLaterAwait() {
        AtomicBoolean silent = new AtomicBoolean(true);
        FakeTransports slow = new FakeTransports(new FakeTransports.Server() {
            @Override
            public void opening(FakeSocket socket) {
                if (!silent.get()) {
                    socket.open();
                }
            }
        });
        Configuration neverAsked = FakeTransports.configuration().toBuilder()
                .credentialsSupplier(attempt -> new CompletableFuture<>())
                .build();
        silent.set(false);
        try (Session session = Slipstream.open(FakeTransports.configuration(), slow.options())) {
            session.disconnect();
            session.apply(session.socket().connect(neverAsked));
            silent.set(true);
            session.apply(session.socket().connect(FakeTransports.configuration()));
            assertThatThrownBy(() -> session.awaitConnect(SHORT)).isInstanceOf(AwaitTimeoutException.class);
            silent.set(false);
            session.connect(FakeTransports.configuration());
            session.join("rooms:lobby");
            assertThat(session.request("rooms:lobby", "ping", Map.of())).isInstanceOf(Reply.Ok.class);
            assertThat(slow.all()).hasSize(3);
        }
    }

    @Test
    void joinWithoutConnectionThrowsAtOnce() {
        try (Session session = open()) {
            session.disconnect();
            assertThatThrownBy(() -> session.join("rooms:lobby"))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("cannot join rooms:lobby: the client is disconnected; call connect first");
            session.connect(FakeTransports.configuration());
            session.join("rooms:lobby");
            assertThat(session.request("rooms:lobby", "ping", Map.of())).isInstanceOf(Reply.Ok.class);
        }
    }

    @Test
    void idleTimerOfScriptDoesNotSpin() {
        ProcessRuntime real = ProcessRuntime.real();
        AtomicInteger looks = new AtomicInteger();
        Clock counting = () -> {
            looks.incrementAndGet();
            return real.clock().nanos();
        };
        ProcessRuntime runtime = new ProcessRuntime(
                real.callbacks(),
                real.threads(),
                real.scheduler(),
                counting,
                real.waiters(),
                real.probe(),
                real.transport());
        ClientProcess process = new ClientProcess(
                new ClientProcess.Settings(
                        runtime,
                        FakeSocket.JSON,
                        transports,
                        Telemetry.SILENT,
                        100,
                        1 << 20,
                        1,
                        true,
                        Optional.empty(),
                        true),
                (callback, socket) -> socket,
                reason -> {});
        try (Session session = Session.script(process)) {
            session.apply(session.socket().idleAfter(Duration.ofMillis(1), "idle"));
            assertThatThrownBy(() -> session.await(EventMatcher.closed(), Duration.ofMillis(200)))
                    .isInstanceOf(AwaitTimeoutException.class);
            assertThat(looks).hasValueLessThan(100);
        }
    }

    @Test
    void textOfServerIsEscapedAndCut() {
        try (Session session = open()) {
            transports.next().end(new DisconnectReason.Closed(4000, "evil\n\u001b[31m\u202e" + "x".repeat(500)));
            assertThatThrownBy(() -> session.await(EventMatcher.messageOn("rooms:lobby")))
                    .isInstanceOf(AwaitEndedException.class)
                    .message()
                    .contains("evil\\u000a\\u001b[31m\\u202exxx")
                    .contains("x...; if the client still runs, and its policy")
                    .hasSizeLessThan(500);
        }
    }

    @Test
    void scriptHasNoRunningClient() {
        try (Session session = open()) {
            assertThatThrownBy(() -> Slipstream.running(session.socket()))
                    .hasMessageContaining("it belongs to a script");
        }
    }

    @Test
    void manyOutcomesAtEndDoNotDeepenStack() {
        FakeTransports mute = new FakeTransports(new FakeTransports.Server() {
            @Override
            public void took(FakeSocket socket, Message message) {
                if (!message.event().equals("asked")) {
                    socket.answer(message);
                }
            }
        });
        try (Session session = Slipstream.open(FakeTransports.configuration(), mute.options())) {
            session.join("rooms:lobby");
            List<Integer> tags = IntStream.range(0, 10_000).boxed().toList();
            session.apply(session.socket()
                    .fold(tags, (tag, socket) -> socket.request("rooms:lobby", "asked", Map.of(), tag)));
        }
        Journal.eventually(() -> mute.all().get(0).closes.get() == 1, "the connection is closed after the requests");
    }
}
