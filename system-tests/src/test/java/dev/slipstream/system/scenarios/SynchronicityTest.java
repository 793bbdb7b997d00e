package dev.slipstream.system.scenarios;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.slipstream.AwaitEndReason;
import dev.slipstream.AwaitEndedException;
import dev.slipstream.AwaitTimeoutException;
import dev.slipstream.JoinFailedException;
import dev.slipstream.Session;
import dev.slipstream.Slipstream;
import dev.slipstream.core.Configuration;
import dev.slipstream.core.DisconnectReason;
import dev.slipstream.core.Event;
import dev.slipstream.core.EventMatcher;
import dev.slipstream.core.Failure;
import dev.slipstream.core.Payload;
import dev.slipstream.core.Reply;
import dev.slipstream.core.Socket;
import dev.slipstream.core.TopicCloseReason;
import dev.slipstream.testkit.server.PhoenixServer;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The awaits of a session with a server, over each transport and in both formats. */
@ParameterizedClass
@EnumSource
class SynchronicityTest {

    private static final String GOOD = "test:good";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration SHORT = Duration.ofMillis(50);

    private final Setup setup;
    private Optional<PhoenixServer> server = Optional.empty();
    private Session session;

    SynchronicityTest(Setup setup) {
        this.setup = setup;
    }

    @BeforeEach
    void open() {
        server = setup.server();
        session = Slipstream.open(setup.configuration(server).build(), setup.options());
    }

    @AfterEach
    void close() {
        if (session != null) { // null if the setup was skipped because a real Phoenix does not support it
            session.close();
        }
        server.ifPresent(PhoenixServer::close);
    }

    private Payload join() {
        return session.join(GOOD, Map.of("client", "script"));
    }

    @Test
    void openSessionIsConnected() {
        assertThat(session.socket().isConnected()).isTrue();
        assertThat(session.awaitConnect(SHORT).socket().connection()).isPresent();
    }

    @Test
    void topicIsJoinedLeftAndJoinedAgain() {
        assertThat(join().text()).isEqualTo("{\"welcome\":\"script\"}");
        session.leave(GOOD);
        assertThat(session.socket().isJoined(GOOD)).isFalse();
        join();
        assertThat(session.socket().isJoined(GOOD)).isTrue();
    }

    @Test
    void sessionIsNotConnectedAfterADisconnect() {
        session.disconnect();
        assertThat(session.socket().isConnected()).isFalse();
    }

    @Test
    void garbageIsCollectedOnRequest() {
        assertThatCode(() -> session.apply(session.socket().collectGarbage())).doesNotThrowAnyException();
        join();
    }

    @Test
    void pushIsDelivered() {
        join();
        session.push(GOOD, "quicksand", Map.of("n", 1));
        assertThat(session.request(GOOD, "swallowed", Map.of()))
                .isInstanceOfSatisfying(
                        Reply.Ok.class,
                        ok -> assertThat(ok.response().text()).isEqualTo("{\"all\":[\"{\\\"n\\\":1}\"]}"));
    }

    @Test
    void messageIsAwaitedByTopicEventAndPayload() {
        join();
        session.push(GOOD, "broadcast", Map.of())
                .push(GOOD, "push to me", new byte[] {1})
                .push(GOOD, "push to me", Map.of());
        EventMatcher<Event.MessageReceived> baz = EventMatcher.messageOn(GOOD, "foo")
                .where(message -> message.payload() instanceof Payload.Json json
                        && json.text().equals("{\"bar\":\"baz\"}"));

        assertThat(session.await(baz, PATIENCE).payload().text()).contains("baz");
        assertThat(session.awaitMessage(GOOD, "foo", PATIENCE).payload().bytes())
                .containsExactly(4, 5);
        assertThat(session.await(EventMatcher.messageOn(GOOD), PATIENCE).event())
                .isEqualTo("shout");
        assertThatThrownBy(() -> session.await(baz, SHORT)).isInstanceOf(AwaitTimeoutException.class);
    }

    @Test
    void bytesAreSentAndReceived() {
        join();
        session.push(GOOD, "push to me", new byte[] {1});
        assertThat(session.awaitMessage(GOOD, "foo", PATIENCE).payload().bytes())
                .containsExactly(4, 5);
    }

    @Test
    void replyIsAwaited() {
        join();
        assertThat(session.request(GOOD, "ping", Map.of()))
                .isInstanceOfSatisfying(
                        Reply.Ok.class, ok -> assertThat(ok.response().text()).isEqualTo("{\"pong\":true}"));
    }

    @Test
    void binaryReplyIsAwaited() {
        join();
        assertThat(session.request(GOOD, "ping", new byte[] {1}))
                .isInstanceOfSatisfying(
                        Reply.Ok.class, ok -> assertThat(ok.response().bytes()).containsExactly(2, 3));
    }

    @Test
    void refusedJoinThrowsWithTheResponse() {
        assertThatThrownBy(() -> session.join("test:bad"))
                .isInstanceOfSatisfying(
                        JoinFailedException.class,
                        failed -> assertThat(failed.reason())
                                .isInstanceOfSatisfying(
                                        TopicCloseReason.JoinRefused.class,
                                        refused -> assertThat(refused.response().text())
                                                .isEqualTo("{\"bad\":\"join\"}")));
    }

    @Test
    void awaitThrowsAfterItsTimeout() {
        join();
        assertThatThrownBy(() -> session.awaitMessage(GOOD, "never", SHORT)).isInstanceOf(AwaitTimeoutException.class);
    }

    @Test
    void crashedTopicEndsTheAwait() {
        join();
        session.push(GOOD, "raise", Map.of());
        assertThatThrownBy(() -> session.awaitMessage(GOOD, "never", PATIENCE)).isInstanceOf(AwaitEndedException.class);
    }

    @Test
    void sessionConnectsAgainAfterADisconnect() {
        Socket before = session.socket();
        session.disconnect().connect(before.configuration().orElseThrow());
        join();
        assertThat(session.socket().connection().orElseThrow().number()).isEqualTo(2);
    }

    @Test
    void connectToAClosedPortIsRefused() throws Exception {
        int port;
        try (ServerSocket taken = new ServerSocket(0)) {
            port = taken.getLocalPort();
        }
        Configuration nowhere = setup.configuration(server).build();
        URI uri = URI.create("ws://127.0.0.1:" + port + "/socket/websocket");
        assertThatThrownBy(() -> Slipstream.open(
                        Configuration.builder(uri)
                                .reconnectPolicy(nowhere.reconnectPolicy())
                                .build(),
                        setup.options()))
                .isInstanceOfSatisfying(
                        AwaitEndedException.class,
                        ended -> assertThat(failureOf(ended)).isInstanceOf(Failure.ConnectionRefused.class));
    }

    @Test
    void wrongPathIsRefusedWithStatusAndHeaders() {
        assumeTrue(server.isPresent(), "a real Phoenix answers a wrong path with a web page");
        URI wrong = URI.create("ws://127.0.0.1:" + server.orElseThrow().port() + "/nowhere/websocket");
        assertThatThrownBy(() -> Slipstream.open(
                        Configuration.builder(wrong)
                                .reconnectPolicy(
                                        setup.configuration(server).build().reconnectPolicy())
                                .build(),
                        setup.options()))
                .isInstanceOfSatisfying(
                        AwaitEndedException.class,
                        ended -> assertThat(failureOf(ended))
                                .isInstanceOfSatisfying(Failure.HandshakeRefused.class, refusal -> {
                                    assertThat(refusal.status()).isEqualTo(404);
                                    assertThat(refusal.headers()).isNotEmpty();
                                }));
    }

    private static Failure failureOf(AwaitEndedException ended) {
        if (ended.reason() instanceof AwaitEndReason.Disconnected(DisconnectReason.ConnectFailed(var failure))) {
            return failure;
        }
        throw new AssertionError("no attempt failed", ended);
    }
}
