package dev.slipstream.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.core.DisconnectReason;
import dev.slipstream.core.Failure;
import dev.slipstream.core.Payload;
import dev.slipstream.core.Socket;
import dev.slipstream.core.TopicCloseReason;
import dev.slipstream.core.serializer.Message;
import dev.slipstream.serializer.jackson.JacksonSerializer;
import java.time.Duration;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Defects of Elixir's Slipstream 1.2.2. Each test name states the correct behavior of this library. */
class DefectsOfTheOriginalTest {

    private static final String TOPIC = "rooms:lobby";
    private static final Payload EMPTY = JacksonSerializer.standard().raw("{}");

    private final SocketTest test = SocketTest.open();
    private final RecordingClient recorder = new RecordingClient();

    @BeforeEach
    void connect() {
        test.start(recorder);
        test.acceptConnect();
        recorder.events.clear();
    }

    @AfterEach
    void endTheTest() {
        test.close();
    }

    private void apply(UnaryOperator<Socket> step) {
        test.send(step);
    }

    private ClientAction.Join join() {
        apply(socket -> socket.join(TOPIC, Map.of("n", 1)));
        ClientAction.Join join = test.acceptJoin(TOPIC);
        recorder.events.clear();
        return join;
    }

    private void deliver(@Nullable String joinRef, @Nullable String ref, String topic, String event) {
        test.deliver(Message.of(joinRef, ref, topic, event, EMPTY));
    }

    @Test
    void joinOfUnservedTopicFails() {
        apply(socket -> socket.join("no:such"));
        String ref = test.assertJoin("no:such").ref().value();
        Payload unmatched = JacksonSerializer.standard().raw("{\"reason\":\"unmatched topic\"}");

        test.deliver(Message.reply(null, ref, "no:such", "error", unmatched));

        assertThat(recorder.events).containsExactly(new TopicCloseReason.JoinRefused(unmatched));
        assertThat(test.client().socket().isWanted("no:such")).isFalse();
    }

    @Test
    void rejoinUsesCurrentConnection() {
        join();
        test.crash(TOPIC);

        test.cutConnection();
        test.acceptConnect();

        assertThat(test.assertJoin(TOPIC, Map.of("n", 1)).connection()).isEqualTo(2);
        test.within(Duration.ofSeconds(9)).refuteJoin(TOPIC);
    }

    @Test
    void repeatedJoinIsSentOnceWithLastParams() {
        apply(socket -> socket.join(TOPIC, Map.of("n", 1)));
        test.refuseJoin(TOPIC, Map.of());

        apply(socket -> socket.join(TOPIC, Map.of("n", 2)).join(TOPIC, Map.of("n", 3)));

        test.accept(test.assertJoin(TOPIC, Map.of("n", 2)));
        test.within(Duration.ofMinutes(1)).refuteJoin(TOPIC);
        assertThat(recorder.events).last().isEqualTo("joined rooms:lobby {}");
    }

    @Test
    void topicCanBeJoinedAfterFailedJoin() {
        apply(socket -> socket.join(TOPIC));
        test.refuseJoin(TOPIC, Map.of("reason", "not yet"));

        apply(socket -> socket.join(TOPIC));
        test.acceptJoin(TOPIC);

        assertThat(recorder.events).last().isEqualTo("joined rooms:lobby {}");
    }

    @Test
    void twoConnectsMakeOneConnectionAndDisconnectCancelsAttempt() {
        apply(Socket::disconnect);
        apply(socket -> socket.connect(RecordingClient.CONFIGURATION).connect(RecordingClient.CONFIGURATION));

        test.acceptConnect();
        test.within(Duration.ofMinutes(1)).refuteConnect();

        test.cutConnection();
        apply(Socket::disconnect);
        test.within(Duration.ofMinutes(1)).refuteConnect();
    }

    @Test
    void requestedDisconnectDoesNotReconnect() {
        apply(Socket::disconnect);
        test.assertDisconnect();

        test.within(Duration.ofHours(1)).refuteConnect();
        assertThat(recorder.events).containsExactly(new DisconnectReason.Requested());
    }

    @Test
    void leaveEndsWithOrWithoutReply() {
        join();
        apply(socket -> socket.leave(TOPIC));
        ClientAction.Leave leave = test.assertLeave(TOPIC);
        test.deliver(Message.reply(leave.joinRef().value(), leave.ref().value(), TOPIC, "ok", EMPTY));
        assertThat(recorder.events).containsExactly("left " + TOPIC);

        join();
        apply(socket -> socket.leave(TOPIC));
        test.assertLeave(TOPIC);
        test.advance(Duration.ofSeconds(10));
        assertThat(recorder.events).containsExactly("left " + TOPIC);

        apply(socket -> socket.join(TOPIC).leave(TOPIC));
        test.assertJoin(TOPIC);
        test.acceptLeave(TOPIC);
        assertThat(recorder.events).containsExactly("left " + TOPIC, "left " + TOPIC);
    }

    @Test
    void eventsOfEarlierJoinAreDropped() {
        String first = join().ref().value();
        test.crash(TOPIC);
        test.acceptJoin(TOPIC);
        recorder.events.clear();

        deliver(first, first, TOPIC, "phx_close");
        deliver(first, first, TOPIC, "phx_error");

        assertThat(recorder.events).isEmpty();
        assertThat(test.client().socket().isJoined(TOPIC)).isTrue();
    }

    @Test
    void unansweredJoinIsRetried() {
        apply(socket -> socket.join(TOPIC));
        test.assertJoin(TOPIC);

        test.advance(Duration.ofSeconds(10));

        assertThat(recorder.events).containsExactly(new TopicCloseReason.JoinTimedOut());
        test.acceptLeave(TOPIC);
        test.acceptJoin(TOPIC);
        assertThat(recorder.events).last().isEqualTo("joined rooms:lobby {}");
    }

    @Test
    void framesOfUnjoinedTopicsAreIgnored() {
        join();

        deliver("9", "9", "rooms:other", "phx_error");
        deliver("9", "9", "rooms:other", "phx_close");
        test.deliver(Message.reply("9", "9", "rooms:other", "ok", EMPTY));
        deliver(null, null, "rooms:other", "news");

        assertThat(recorder.events).isEmpty();
        test.refuteStopped();
        assertThat(test.client().socket().isJoined(TOPIC)).isTrue();
    }

    @Test
    void onlyTheReplyWithTheRefOfTheHeartbeatKeepsTheConnection() {
        Duration last = test.now();
        test.fallSilent();

        test.advance(Duration.ofSeconds(35));
        test.deliver(Message.reply(null, "c7", "phoenix", "ok", EMPTY));
        test.within(Duration.ofSeconds(5)).assertDisconnect();

        assertThat(test.now().minus(last)).isEqualTo(Duration.ofSeconds(40));
        assertThat(recorder.events)
                .first()
                .isInstanceOfSatisfying(
                        DisconnectReason.Failed.class,
                        failed -> assertThat(failed.failure()).isInstanceOf(Failure.HeartbeatTimedOut.class));
    }
}
