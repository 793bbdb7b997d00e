package dev.slipstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipstream.core.DurationLimits;
import dev.slipstream.core.EventMatcher;
import dev.slipstream.core.From;
import dev.slipstream.core.Socket;
import dev.slipstream.core.state.Assigns;
import dev.slipstream.core.state.CallbackScope;
import dev.slipstream.core.state.LiveSocket;
import dev.slipstream.core.state.SocketState;
import java.time.Duration;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Misuse of sessions and running clients, and the messages of the exceptions. */
class MisuseTest {

    private static final String TOPIC = "rooms:lobby";

    private final FakeTransports transports = new FakeTransports();

    private record Ping(From<String> from) {}

    /** A client that joins, and answers calls. */
    private static LobbyClient ponging() {
        return new LobbyClient(new Journal())
                .onCall((asked, socket) -> asked instanceof Ping(var from) ? socket.answer(from, "pong") : socket);
    }

    private Session open() {
        return Slipstream.open(FakeTransports.configuration(), transports.options());
    }

    private static Arguments timed(String named, BiConsumer<Session, Duration> call) {
        return Arguments.of(named, call);
    }

    static Stream<Arguments> timedCalls() {
        return Stream.of(
                timed("patience of the await", Session::awaitConnect),
                timed("patience of the await", Session::awaitDisconnect),
                timed("patience of the await", (session, span) -> session.await(EventMatcher.closed(), span)),
                timed("patience of the await", (session, span) -> session.awaitMessage(TOPIC, "x", span)),
                timed(
                        "timeout of the request ping",
                        (session, span) -> session.request(TOPIC, "ping", Map.of(), span)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("timedCalls")
    void patienceMustBeWithinLimits(String named, BiConsumer<Session, Duration> call) {
        try (Session session = open()) {
            session.join(TOPIC);
            for (Duration span : new Duration[] {
                Duration.ZERO,
                Duration.ofNanos(-1),
                DurationLimits.LONGEST.plusNanos(1),
                Duration.ofSeconds(Long.MAX_VALUE)
            }) {
                assertThatThrownBy(() -> call.accept(session, span))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessage(
                                named + ": " + span + " is not accepted; accepted: more than 0, and 365 days at most");
            }
            assertThat(transports.next().log()).containsExactly("phx_join " + TOPIC);
        }
    }

    @Test
    void longestPatienceIsAccepted() {
        try (Session session = open()) {
            session.join(TOPIC);
            transports.next().broadcast(TOPIC, "hello", "{}");
            assertThat(session.awaitMessage(TOPIC, "hello", DurationLimits.LONGEST)
                            .event())
                    .isEqualTo("hello");
            session.request(TOPIC, "ping", Map.of(), DurationLimits.LONGEST);
        }
    }

    @Test
    void timeoutOfCallMustBeWithinLimits() {
        try (RunningClient client = Slipstream.start(new SlipstreamClient() {}, transports.options())) {
            for (Duration span : new Duration[] {Duration.ZERO, Duration.ofDays(200_000)}) {
                assertThatThrownBy(() -> client.call(Ping::new, span))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining("timeout of the call: " + span + " is not accepted");
            }
        }
    }

    @Test
    void connectWithOpenConnectionNamesIt() {
        try (Session session = open()) {
            assertThatThrownBy(() -> session.connect(FakeTransports.configuration()))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("cannot connect: connection 1 is open; disconnect first, with session.disconnect()");
        }
    }

    @Test
    void socketOfTestHasNoClient() {
        Socket made = LiveSocket.of(
                new CallbackScope(MisuseTest.class, FakeSocket.JSON), SocketState.initial(), Assigns.EMPTY);

        assertThatThrownBy(() -> Slipstream.running(made))
                .hasMessage("this socket has no running client: it was made for a test, by dev.slipstream.MisuseTest");
        assertThatThrownBy(() -> Slipstream.session(made)).hasMessageContaining("made for a test");
    }

    @Test
    @SuppressWarnings("NullAway") // passes null, like a caller without null checks
    void nullArgumentsAreNamed() {
        try (RunningClient client = Slipstream.start(ponging(), transports.options())) {
            assertThatThrownBy(() -> client.send(null)).hasMessage("message");
            assertThatThrownBy(() -> client.cast(null)).hasMessage("message");
            assertThatThrownBy(() -> client.run(null)).hasMessage("step");
            assertThatThrownBy(() -> client.call(null)).hasMessage("message");
            assertThatThrownBy(() -> client.stop(null)).hasMessage("reason");
            assertThatThrownBy(() -> client.request(null, "ping", Map.of())).hasMessage("topic");
            assertThatThrownBy(() -> client.request(TOPIC, null, Map.of())).hasMessage("event");
            assertThat(client.<String>call(Ping::new, DurationLimits.LONGEST)).isEqualTo("pong");
        }
        assertThatThrownBy(() -> Slipstream.start(() -> null, transports.options()))
                .hasMessage("the supplier of clients returned null");
    }

    @Test
    void periodOfRestartPolicyMustBeWithinLimits() {
        for (Duration span :
                new Duration[] {Duration.ZERO, DurationLimits.LONGEST.plusNanos(1), Duration.ofSeconds(Long.MAX_VALUE)
                }) {
            assertThatThrownBy(() -> RestartPolicy.PERMANENT.atMost(1, span))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("period of restarts: " + span
                            + " is not accepted; accepted: more than 0, and 365 days at most");
        }
        assertThatThrownBy(() -> RestartPolicy.PERMANENT.atMost(-1, Duration.ofSeconds(1)))
                .hasMessage("restarts: -1 is not accepted; accepted: 0 or more");
    }
}
