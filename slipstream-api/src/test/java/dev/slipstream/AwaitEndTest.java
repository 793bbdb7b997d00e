package dev.slipstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.slipstream.core.Configuration;
import dev.slipstream.core.DisconnectReason;
import dev.slipstream.core.EventMatcher;
import dev.slipstream.core.Failure;
import dev.slipstream.core.LeaveCause;
import dev.slipstream.core.ReconnectPolicy;
import dev.slipstream.core.TopicCloseReason;
import dev.slipstream.core.serializer.Message;
import java.time.Duration;
import java.util.Map;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;

/** The exception of an await holds the complete reason why the await ended. */
class AwaitEndTest {

    private static final String TOPIC = "rooms:lobby";
    private static final Duration LONG = Journal.PATIENCE;

    private final FakeTransports transports = new FakeTransports();

    private AwaitEndedException ended(BiConsumer<Session, FakeSocket> happens) {
        try (Session session = Slipstream.open(FakeTransports.configuration(), transports.options())) {
            session.join(TOPIC);
            happens.accept(session, transports.next());
            return catchThrowableOfType(
                    AwaitEndedException.class, () -> session.awaitMessage(TOPIC, "never said", LONG));
        }
    }

    private static void ends(FakeSocket server, String event, String payload) {
        Message join = server.took("phx_join");
        server.say("[\"" + join.joinRef() + "\",\"" + join.joinRef() + "\",\"" + TOPIC + "\",\"" + event + "\","
                + payload + "]");
    }

    @Test
    void closeKeepsCodeAndText() {
        DisconnectReason closed = new DisconnectReason.Closed(1011, "no room");
        AwaitEndedException ended = ended((session, server) -> server.end(closed));

        assertThat(ended.reason()).isEqualTo(new AwaitEndReason.Disconnected(closed));
        assertThat(ended).hasMessageContaining("1011").hasMessageContaining("no room");
    }

    @Test
    void lostConnectionKeepsItsFailure() {
        assertThat(ended((session, server) -> server.cut()).reason())
                .isEqualTo(new AwaitEndReason.Disconnected(
                        new DisconnectReason.Failed(new Failure.ConnectionLost("cut"))));
    }

    @Test
    void waitForAConnectionAfterThePolicyGaveUpIsRefused() {
        Configuration once = Configuration.builder(
                        FakeTransports.configuration().uri().toString())
                .reconnectPolicy(ReconnectPolicy.never())
                .build();
        try (Session session = Slipstream.open(once, transports.options())) {
            transports.next().cut();
            assertThatThrownBy(() -> session.awaitMessage(TOPIC, "never said", LONG))
                    .isInstanceOf(AwaitEndedException.class)
                    .hasMessageEndingWith("and its policy did not give up, awaitConnect waits for the next connection");

            assertThatThrownBy(() -> session.awaitConnect(LONG))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("cannot wait for a connection: none is open or under way; call connect, or"
                            + " after an earlier connection apply(socket().reconnectNow())");

            session.apply(session.socket().reconnectNow());
            session.awaitConnect(LONG);
            assertThat(session.socket().isConnected()).isTrue();
        }
    }

    @Test
    void disconnectOfClientIsRequested() {
        assertThat(ended((session, server) -> session.apply(session.socket().disconnect()))
                        .reason())
                .isEqualTo(new AwaitEndReason.Disconnected(new DisconnectReason.Requested()));
    }

    @Test
    void crashKeepsResponseOfServer() {
        assertThat(ended((session, server) -> ends(server, "phx_error", "{\"reason\":\"channel_crash\"}"))
                        .reason())
                .isEqualTo(new AwaitEndReason.TopicClosed(
                        TOPIC, new TopicCloseReason.Crashed(FakeSocket.json(Map.of("reason", "channel_crash")))));
    }

    @Test
    void normalEndOfChannelIsNotACrash() {
        assertThat(ended((session, server) -> ends(server, "phx_close", "{}")).reason())
                .isEqualTo(new AwaitEndReason.TopicLeft(TOPIC, LeaveCause.SERVER));
    }

    @Test
    void unlimitedMailboxDoesNotEndAwait() {
        StartOptions unbounded = transports
                .builder()
                .maxMessages(Integer.MAX_VALUE)
                .maxBytes(Long.MAX_VALUE)
                .build();
        try (Session session = Slipstream.open(FakeTransports.configuration(), unbounded)) {
            session.join(TOPIC);
            FakeSocket server = transports.next();
            for (int i = 0; i < 100; i++) {
                server.broadcast(TOPIC, "passed over", "{}");
            }
            server.broadcast(TOPIC, "hello", "{}");
            assertThat(session.await(EventMatcher.messageOn(TOPIC, "hello")).event())
                    .isEqualTo("hello");
        }
    }
}
