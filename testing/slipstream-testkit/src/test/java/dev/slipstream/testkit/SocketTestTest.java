// This file has more than 300 lines, because it tests all actions and assertions of a SocketTest.
package dev.slipstream.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipstream.core.DisconnectReason;
import dev.slipstream.core.Failure;
import dev.slipstream.core.Payload;
import dev.slipstream.core.Reply;
import dev.slipstream.core.Socket;
import dev.slipstream.core.StopReason;
import dev.slipstream.core.TopicCloseReason;
import java.time.Duration;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SocketTestTest {

    private static final String TOPIC = "rooms:lobby";

    private final SocketTest test = SocketTest.open();

    @AfterEach
    void endTheTest() {
        test.close();
    }

    private final RecordingClient recorder = new RecordingClient();

    private void apply(UnaryOperator<Socket> step) {
        test.send(step);
    }

    private void startJoined() {
        test.start(recorder);
        test.acceptConnect();
        apply(socket -> socket.join(TOPIC));
        test.acceptJoin(TOPIC);
        recorder.events.clear();
    }

    @Test
    void acceptedConnectNotifiesClient() {
        test.start(recorder);

        ClientAction.Connect connect = test.acceptConnect();

        assertThat(connect.uri().text()).isEqualTo("ws://localhost/socket/websocket?vsn=2.0.0");
        assertThat(connect.request().param("vsn")).contains("2.0.0");
        assertThat(recorder.events).containsExactly("connected");
    }

    @Test
    void assertionsNeedClient() {
        assertThatThrownBy(test::acceptConnect)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("cannot assert a connect: no client was started; call start first");
        assertThatThrownBy(() -> test.send("x"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("cannot send: no client was started; call start first");
    }

    @Test
    void stoppedClientRejectsMessages() {
        test.start(recorder).stop(new StopReason.Normal());
        assertThat(test.assertStopped()).isEqualTo(new StopReason.Normal());

        assertThatThrownBy(() -> test.cast("x"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("cannot cast: the client has stopped with Normal[]; start a client first");
        assertThatThrownBy(test::acceptConnect)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("the client has stopped with Normal[]");
        assertThat(test.now()).isZero();
    }

    @Test
    void secondClientRunsAtTheSameTime() {
        test.start(recorder);
        assertThatThrownBy(() -> test.start(new RecordingClient())).isInstanceOf(IllegalStateException.class);

        SocketTest other = test.beside();
        other.start(new RecordingClient());
        other.acceptConnect();
        test.acceptConnect();
        other.advance(Duration.ofSeconds(3));

        assertThat(test.now()).isEqualTo(Duration.ofSeconds(3));
        assertThat(test.client().socket().isConnected()).isTrue();
    }

    @Test
    void joinIsAssertedAndAccepted() {
        test.start(recorder);
        test.acceptConnect();
        apply(socket -> socket.join(TOPIC, Map.of("user", 7)));

        ClientAction.Join join = test.assertJoin("rooms:*", Map.of("user", 7));
        test.accept(join, Map.of("motd", "hello"));

        assertThat(join.topic()).isEqualTo(TOPIC);
        assertThat(recorder.events).last().isEqualTo("joined rooms:lobby {\"motd\":\"hello\"}");
        test.refuteJoin("*");

        apply(socket -> socket.join("rooms:plain"));
        test.assertJoin("rooms:plain", Map.of());
    }

    @Test
    void refusedJoinClosesTheTopic() {
        test.start(recorder);
        test.acceptConnect();
        apply(socket -> socket.join(TOPIC));

        test.refuseJoin(TOPIC, Map.of("reason", "join crashed"));

        assertThat(recorder.events)
                .last()
                .isInstanceOfSatisfying(
                        TopicCloseReason.JoinRefused.class,
                        refused -> assertThat(refused.response().text()).contains("join crashed"));
    }

    @Test
    void failureShowsJoinWithOtherParams() {
        test.start(recorder);
        test.acceptConnect();
        apply(socket -> socket.join(TOPIC, Map.of("user", 7)).join("rooms:secret", Map.of("password", "hunter2")));

        assertThatThrownBy(() -> test.assertJoin(TOPIC, Map.of("user", 8)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("expected a join of rooms:lobby with {\"user\":8} within PT10S, but")
                .hasMessageContaining("at PT0S: join rooms:lobby {\"user\":7}")
                .hasMessageContaining("connect 1 to ws://localhost/socket/websocket (already asserted)")
                .hasMessageContaining("join rooms:secret json(")
                .hasMessageNotContaining("hunter2")
                .hasMessageContaining("CONNECTED");
    }

    @Test
    void serverPushReachesTheClient() {
        startJoined();

        test.push(TOPIC, "hello", Map.of("n", 1));

        assertThat(recorder.events).containsExactly("hello {\"n\":1}");
    }

    @Test
    void pushNeedsJoinedTopic() {
        startJoined();

        assertThatThrownBy(() -> test.push("rooms:other", "hello", Map.of()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("cannot push to rooms:other: the client has joined [rooms:lobby]; call acceptJoin first");
        test.cutConnection();
        assertThatThrownBy(() -> test.crash(TOPIC))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("cannot crash rooms:lobby: the client is not connected");
    }

    @Test
    void pushIsAssertedAndAnswered() {
        startJoined();
        apply(socket -> socket.push(TOPIC, "ping", Map.of("n", 1)).push(TOPIC, "ping", Map.of("n", 2)));

        ClientAction.Push second = test.assertPush(TOPIC, "ping", Map.of("n", 2));
        ClientAction.Push first =
                test.assertPush(TOPIC, "p*", payload -> payload.text().contains("1"));
        test.refutePush("*", "*");
        test.reply(second, Map.of("pong", 2));
        test.reply(first, "error", Map.of("tired", true));

        assertThat(recorder.events)
                .satisfiesExactly(
                        ok -> assertThat(ok).isInstanceOf(Reply.Ok.class),
                        error -> assertThat(error).isInstanceOf(Reply.Error.class));
    }

    @Test
    void refutedPushFails() {
        startJoined();
        apply(socket -> socket.push(TOPIC, "ping", Map.of("n", 1)));

        test.refutePush(TOPIC, "ping", Map.of("n", 2));
        assertThatThrownBy(() -> test.refutePush(TOPIC, "ping"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("expected no push to rooms:lobby of ping, but the client did:")
                .hasMessageContaining("push rooms:lobby ping {\"n\":1}");
    }

    @Test
    void binaryPushesGoBothWays() {
        startJoined();
        apply(socket -> socket.push(TOPIC, "bytes", new byte[] {1, 2}));

        test.reply(test.assertPush(TOPIC, "bytes", new byte[] {1, 2}), new byte[] {3});

        assertThat(recorder.events).containsExactly(new Reply.Ok(Payload.binary(new byte[] {3})));
    }

    @Test
    void leaveIsAnswered() {
        startJoined();
        apply(socket -> socket.leave(TOPIC));

        assertThat(test.acceptLeave("*").topic()).isEqualTo(TOPIC);

        assertThat(recorder.events).containsExactly("left rooms:lobby");
        test.refuteLeave(TOPIC);
    }

    @Test
    void crashedTopicIsJoinedAgainAfterItsBackoff() {
        startJoined();

        test.crash(TOPIC);
        test.refuteJoin(TOPIC);
        test.acceptJoin(TOPIC);

        assertThat(recorder.events)
                .first()
                .isInstanceOfSatisfying(
                        TopicCloseReason.Crashed.class,
                        crashed -> assertThat(crashed.payload().text()).contains("channel_crash"));
        assertThat(test.now()).isPositive();
    }

    @Test
    void topicClosedByServerIsLeftAndNotRejoined() {
        startJoined();

        test.closeTopic(TOPIC);

        assertThat(recorder.events).containsExactly("left rooms:lobby");
        test.within(Duration.ofMinutes(1)).refuteJoin(TOPIC);
    }

    @Test
    void closedConnectionIsRestoredWithItsTopics() {
        startJoined();

        test.closeConnection(1012, "service restart");
        ClientAction.Join join = test.connectAndJoin(TOPIC);

        assertThat(recorder.events).first().isEqualTo(new DisconnectReason.Closed(1012, "service restart"));
        assertThat(join.connection()).isEqualTo(2);
    }

    @Test
    void disconnectIsAssertedAndAnswered() {
        startJoined();
        test.refuteDisconnect();
        apply(Socket::disconnect);

        assertThat(test.assertDisconnect().code()).isEqualTo(1000);

        assertThat(recorder.events).containsExactly(new DisconnectReason.Requested());
        test.refuteDisconnect();
        test.within(Duration.ofMinutes(5)).refuteConnect();
    }

    @Test
    void failedConnectIsRetriedWithoutRealTime() {
        test.start(recorder);

        test.failConnect(new Failure.ConnectionRefused("localhost:80"));
        test.refuseConnect(503);
        test.acceptConnect();

        assertThat(recorder.events)
                .containsExactly(
                        new DisconnectReason.ConnectFailed(new Failure.ConnectionRefused("localhost:80")),
                        new DisconnectReason.ConnectFailed(Failure.HandshakeRefused.of(503)),
                        "connected");
    }

    @Test
    void unansweredAttemptTimesOut() {
        test.start(recorder);

        test.advance(Duration.ofSeconds(10));

        assertThat(recorder.events)
                .containsExactly(
                        new DisconnectReason.ConnectFailed(new Failure.ConnectTimedOut(Duration.ofSeconds(10))));
    }

    @Test
    void heartbeatDetectsSilentServer() {
        startJoined();
        test.advance(Duration.ofHours(1));
        assertThat(recorder.events).isEmpty();

        test.fallSilent();
        test.within(Duration.ofMinutes(1)).assertDisconnect();
        test.advance(Duration.ofSeconds(5));

        assertThat(recorder.events)
                .first()
                .isInstanceOfSatisfying(
                        DisconnectReason.Failed.class,
                        failed -> assertThat(failed.failure()).isInstanceOf(Failure.HeartbeatTimedOut.class));
    }

    @Test
    void castsAndCallsReachTheClient() {
        test.start(recorder);

        test.cast("hello");

        assertThat(recorder.events).containsExactly("hello");
        assertThat(test.<String>call(RecordingClient.Who::new)).isEqualTo("a guest");
    }

    @Test
    void timerMessageArrivesAtItsTime() {
        startJoined();
        apply(socket -> socket.sendAfter(
                "tick", Duration.ofMinutes(3), (UnaryOperator<Socket>) later -> later.push(TOPIC, "tick", Map.of())));

        test.within(Duration.ofSeconds(179)).refutePush(TOPIC, "tick");
        test.assertPush(TOPIC, "tick");

        assertThat(test.now()).isEqualTo(Duration.ofMinutes(3));
    }
}
