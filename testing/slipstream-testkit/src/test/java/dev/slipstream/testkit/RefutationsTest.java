package dev.slipstream.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipstream.RunningClient;
import dev.slipstream.core.Socket;
import java.time.Duration;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * The {@code assert} methods of {@link SocketTest} fail if the client did not do the action. The {@code refute} methods
 * fail if the client did it.
 */
class RefutationsTest {

    private static final String TOPIC = "rooms:lobby";

    private final SocketTest test = SocketTest.open();

    @AfterEach
    void endTheTest() {
        test.close();
    }

    private void apply(UnaryOperator<Socket> step) {
        test.send(step);
    }

    private RunningClient joined() {
        RunningClient client = test.start(new RecordingClient());
        test.acceptConnect();
        apply(socket -> socket.join(TOPIC));
        test.acceptJoin(TOPIC);
        return client;
    }

    private static void fails(ThrowingCallable assertion, String... words) {
        assertThatThrownBy(assertion)
                .isInstanceOf(AssertionError.class)
                .satisfies(failure -> assertThat(failure.getMessage()).contains(words));
    }

    @Test
    void refutedJoinAndMissingJoinFail() {
        joined();
        fails(() -> test.assertJoin("rooms:other"), "expected a join of rooms:other");
        apply(socket -> socket.join("rooms:other", Map.of("user", 1)));

        fails(() -> test.refuteJoin("rooms:*"), "expected no join of rooms:*", "join rooms:other {\"user\":1}");
        test.assertJoin("rooms:other");
        test.refuteJoin("rooms:*");
    }

    @Test
    void refutedLeaveAndMissingLeaveFail() {
        joined();
        fails(() -> test.assertLeave(TOPIC), "expected a leave of rooms:lobby");
        apply(socket -> socket.leave(TOPIC));

        fails(() -> test.refuteLeave("*"), "expected no leave", "leave rooms:lobby");
        test.refuteLeave("rooms:other");
        test.acceptLeave(TOPIC);
        test.refuteLeave("*");
    }

    @Test
    void refutedRequestFails() {
        joined();
        fails(() -> test.assertPush(TOPIC, "ask"), "expected a push to rooms:lobby of ask");
        apply(socket -> socket.request(TOPIC, "ask", Map.of("n", 1), "tag"));

        fails(() -> test.refutePush("*", "a*"), "expected no push", "push rooms:lobby ask {\"n\":1}");
        fails(() -> test.assertPush(TOPIC, "ask", Map.of("n", 2)), "{\"n\":2}");
        test.refutePush(TOPIC, "tell");
        test.assertPush(TOPIC, "ask", payload -> payload.text().contains("1"));
    }

    @Test
    void refutedDisconnectAndMissingDisconnectFail() {
        joined();
        test.refuteDisconnect();
        fails(test::assertDisconnect, "expected a disconnect");
        apply(Socket::disconnect);

        fails(test::refuteDisconnect, "expected no disconnect", "disconnect 1 with 1000");
        test.assertDisconnect();
    }

    @Test
    void refutedConnectFails() {
        joined();
        test.cutConnection();

        test.refuteConnect();
        fails(
                () -> test.within(Duration.ofSeconds(2)).refuteConnect(),
                "expected no connect",
                "connect 2 to ws://localhost");
        test.acceptConnect();
    }

    @Test
    void refutedStopFails() {
        RunningClient client = joined();
        test.refuteStopped();
        client.close();

        fails(test::refuteStopped, "Shutdown");
        test.assertStopped();
    }
}
