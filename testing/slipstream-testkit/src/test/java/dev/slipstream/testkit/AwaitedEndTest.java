package dev.slipstream.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.RunningClient;
import dev.slipstream.Session;
import dev.slipstream.Slipstream;
import dev.slipstream.SlipstreamClient;
import dev.slipstream.core.Configuration;
import dev.slipstream.core.EventMatcher;
import dev.slipstream.core.Failure;
import dev.slipstream.core.From;
import dev.slipstream.core.JoinStatus;
import dev.slipstream.core.Reply;
import dev.slipstream.core.Socket;
import dev.slipstream.serializer.jackson.JacksonSerializer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** A callback that awaits the end of the connection does not change the outcome of earlier events. */
class AwaitedEndTest {

    private static final String TOPIC = "rooms:lobby";
    private static final String OTHER = "rooms:other";
    private static final String URI = "ws://localhost/socket/websocket";

    private static void apply(SocketTest test, UnaryOperator<Socket> step) {
        test.send(step);
    }

    @Test
    void repliesBeforeTheEndKeepTheirOutcome() {
        try (SocketTest test = SocketTest.open()) {
            RecordingClient client = new RecordingClient(TOPIC);
            test.start(client);
            test.connectAndJoin(TOPIC);
            apply(
                    test,
                    socket -> socket.request(TOPIC, "one", Map.of(), 1)
                            .request(TOPIC, "two", Map.of(), 2)
                            .push(TOPIC, "three", Map.of()));
            ClientAction.Push one = test.assertPush(TOPIC, "one");
            ClientAction.Push two = test.assertPush(TOPIC, "two");
            ClientAction.Push three = test.assertPush(TOPIC, "three");

            client.events.clear();
            apply(test, socket -> {
                Session session = Slipstream.session(socket);
                assertThat(session.awaitDisconnect(Duration.ofSeconds(4))).isNotNull();
                return session.socket();
            });
            test.reply(two, Map.of("n", 2));
            test.reply(three, Map.of());
            test.cutConnection();
            test.acceptConnect();

            assertThat(one.event()).isEqualTo("one");
            assertThat(client.events)
                    .containsExactly(
                            new Reply.Ok(JacksonSerializer.standard().raw("{\"n\":2}")),
                            new Reply.Ok(JacksonSerializer.standard().raw("{}")),
                            new Reply.Lost(new Failure.Disconnected(), true),
                            "connected");
        }
    }

    /** Awaits the end of the connection, the next connection and the next join in one callback. */
    private static final class Reconnecting implements SlipstreamClient {

        @Override
        public Socket init(Socket socket) {
            return socket.connect(Configuration.of(URI)).join(TOPIC);
        }

        @Override
        public Socket handleCall(Object message, Socket socket) {
            if (!(message instanceof Again(From<String> from))) {
                return socket;
            }
            Session session = Slipstream.session(socket);
            assertThat(session.awaitDisconnect(Duration.ofSeconds(4))).isNotNull();
            session.apply(session.socket().reconnectNow());
            session.awaitConnect(Duration.ofSeconds(4));
            return session.socket().answer(from, session.join(TOPIC).text());
        }

        record Again(From<String> from) {}
    }

    @Test
    void replyToJoinBeforeLeaveDoesNotAnswerNextJoin() {
        try (SocketTest test = SocketTest.open()) {
            RecordingClient rejoining = new RecordingClient(OTHER, TOPIC);
            RunningClient client = test.start(rejoining);
            test.connectAndJoin(OTHER);
            ClientAction.Join first = test.assertJoin(TOPIC);
            apply(test, socket -> {
                Session session = Slipstream.session(socket);
                assertThat(session.await(EventMatcher.messageOn(OTHER)).event()).isEqualTo("go");
                session.apply(session.socket().leave(TOPIC));
                assertThat(session.await(EventMatcher.left(TOPIC)).topic()).isEqualTo(TOPIC);
                return session.socket().join(TOPIC);
            });
            test.accept(first);
            test.push(TOPIC, "of the first join", Map.of());
            test.push(OTHER, "go", Map.of());
            test.acceptLeave(TOPIC);

            ClientAction.Join second = test.assertJoin(TOPIC);
            assertThat(client.socket().status(TOPIC)).isEqualTo(JoinStatus.REQUESTED);
            test.accept(second);
            test.push(TOPIC, "of the second join", Map.of());
            assertThat(client.socket().isJoined(TOPIC)).isTrue();
            assertThat(rejoining.events)
                    .containsExactly(
                            "connected", "joined rooms:other {}", "joined rooms:lobby {}", "of the second join {}");
        }
    }

    /** Connects to another URI during an attempt to connect, and awaits the new connection. */
    private static final class Redirecting implements SlipstreamClient {

        record Elsewhere(From<Boolean> from) {}

        @Override
        public Socket init(Socket socket) {
            return socket.connect(Configuration.of(URI));
        }

        @Override
        public Socket handleCall(Object message, Socket socket) {
            if (!(message instanceof Elsewhere(From<Boolean> from))) {
                return socket;
            }
            Session session = Slipstream.session(socket.connect(Configuration.of(URI + "?elsewhere=1")));
            session.awaitConnect(Duration.ofSeconds(4));
            return session.socket().answer(from, session.socket().isConnected());
        }
    }

    @Test
    void endOfReplacedAttemptDoesNotEndNewAttempt() {
        try (SocketTest test = SocketTest.open()) {
            RunningClient client = test.start(new Redirecting());

            CompletableFuture<Boolean> connected = test.run(() -> client.call(Redirecting.Elsewhere::new));
            ClientAction.Connect second = test.acceptConnect();

            assertThat(test.await(connected)).isTrue();
            assertThat(second.request().param("elsewhere")).contains("1");
        }
    }

    @Test
    void replyOfEarlierConnectionDoesNotAnswerNewJoin() {
        try (SocketTest test = SocketTest.open()) {
            RunningClient client = test.start(new Reconnecting());
            test.acceptConnect();
            ClientAction.Join first = test.assertJoin(TOPIC);

            CompletableFuture<String> response = test.run(() -> client.call(Reconnecting.Again::new));
            test.accept(first, Map.of("n", 1));
            test.cutConnection();
            test.acceptConnect();
            test.accept(test.assertJoin(TOPIC), Map.of("n", 2));

            assertThat(test.await(response)).isEqualTo("{\"n\":2}");
        }
    }
}
