// This file has more than 300 lines, because it tests each wait with success, with failure, and without an end.
package dev.slipstream.testkit;

import static dev.slipstream.core.EventMatcher.messageOn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipstream.AwaitTimeoutException;
import dev.slipstream.RunningClient;
import dev.slipstream.Session;
import dev.slipstream.Slipstream;
import dev.slipstream.SlipstreamClient;
import dev.slipstream.core.AssignKey;
import dev.slipstream.core.Configuration;
import dev.slipstream.core.Credentials;
import dev.slipstream.core.From;
import dev.slipstream.core.Payload;
import dev.slipstream.core.Reply;
import dev.slipstream.core.Socket;
import dev.slipstream.core.StopReason;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** Callbacks and scripts that wait, and callbacks that fail. */
class SocketTestWaitsTest {

    private static final String TOPIC = "rooms:lobby";
    private static final String URI = "ws://localhost/socket/websocket";
    private static final AssignKey<Integer> COUNT = AssignKey.of("count", 0);

    /** Makes a request in {@code handleCall}, and answers the call with the reply. */
    private static final class Requesting implements SlipstreamClient {

        record Ask(String question, From<String> from) {}

        @Override
        public Socket init(Socket socket) {
            return socket.connect(Configuration.of(URI)).join(TOPIC);
        }

        @Override
        public Socket handleCall(Object message, Socket socket) {
            if (!(message instanceof Ask(String question, From<String> from))) {
                return socket;
            }
            Session session = Slipstream.session(socket);
            Reply reply = session.request(TOPIC, question, Map.of());
            return session.socket().answer(from, reply instanceof Reply.Ok(Payload response) ? response.text() : "?");
        }
    }

    @Test
    void callbackWaitsWhileTheTestAnswersIt() {
        try (SocketTest test = SocketTest.open()) {
            RunningClient client = test.start(new Requesting());
            test.connectAndJoin(TOPIC);

            CompletableFuture<String> answer =
                    test.run(() -> client.call((From<String> from) -> new Requesting.Ask("time", from)));
            assertThat(answer).isNotDone();
            test.reply(test.assertPush(TOPIC, "time"), Map.of("hour", 12));

            assertThat(test.await(answer)).isEqualTo("{\"hour\":12}");
            assertThat(test.now()).isZero();
        }
    }

    @Test
    void requestWithoutReplyTimesOut() {
        try (SocketTest test = SocketTest.open()) {
            RunningClient client = test.start(new Requesting());
            test.connectAndJoin(TOPIC);

            CompletableFuture<String> answer = test.run(
                    () -> client.call((From<String> from) -> new Requesting.Ask("time", from), Duration.ofMinutes(1)));

            assertThat(test.within(Duration.ofMinutes(1)).await(answer)).isEqualTo("?");
            assertThat(test.now()).isEqualTo(Configuration.DEFAULT_REQUEST_TIMEOUT);
        }
    }

    @Test
    void awaitWithoutTimeoutEndsAfterFiveSeconds() {
        try (SocketTest test = SocketTest.open()) {
            CompletableFuture<Boolean> script = test.run(() -> {
                try (Session session = Slipstream.open(Configuration.of(URI))) {
                    session.join(TOPIC);
                    session.await(messageOn(TOPIC, "said"));
                    return false;
                } catch (AwaitTimeoutException late) {
                    return true;
                }
            });
            test.connectAndJoin(TOPIC);

            assertThat(test.within(Duration.ofMinutes(1)).await(script)).isTrue();
            assertThat(test.now()).isEqualTo(Duration.ofSeconds(5));
        }
    }

    @Test
    void waitForUnrequestedJoinTimesOutAlthoughClientIsIdle() {
        try (SocketTest test = SocketTest.open()) {
            RunningClient client = test.start(new Requesting());
            test.connectAndJoin(TOPIC);

            CompletionStage<Void> mistyped = client.whenJoined("rooms:loby");

            assertThatThrownBy(() -> test.within(Duration.ofMinutes(1)).await(mistyped))
                    .isInstanceOf(AwaitTimeoutException.class)
                    .hasMessage(
                            "the join of rooms:loby did not arrive within PT10S; the client did not ask for it; call"
                                    + " socket.join or channel.join, or check the name of the topic (no callback is"
                                    + " running)");
            assertThat(test.now()).isEqualTo(Duration.ofSeconds(10));
        }
    }

    @Test
    void waitForJoinTimesOutIfClientNeverConnects() {
        try (SocketTest test = SocketTest.open()) {
            RunningClient client = test.start(new SlipstreamClient() {});

            CompletionStage<Void> joined = client.whenJoined(TOPIC);

            assertThatThrownBy(() -> test.within(Duration.ofMinutes(1)).await(joined))
                    .isInstanceOf(AwaitTimeoutException.class)
                    .hasMessageContaining("the client never connected; call socket.connect first");
            assertThat(test.now()).isEqualTo(Duration.ofSeconds(10));
        }
    }

    @Test
    void scriptRunsStepByStep() {
        try (SocketTest test = SocketTest.open()) {
            CompletableFuture<String> script = test.run(() -> {
                try (Session session = Slipstream.open(Configuration.of(URI))) {
                    session.join(TOPIC);
                    session.push(TOPIC, "say", Map.of());
                    String text =
                            session.await(messageOn(TOPIC, "said")).payload().text();
                    session.leave(TOPIC);
                    return text;
                }
            });

            test.connectAndJoin(TOPIC);
            test.assertPush(TOPIC, "say");
            test.push(TOPIC, "said", Map.of("ok", true));
            test.acceptLeave(TOPIC);

            assertThat(test.await(script)).isEqualTo("{\"ok\":true}");
            test.assertDisconnect();
        }
    }

    @Test
    void exceptionOfScriptIsThrownByAwait() {
        try (SocketTest test = SocketTest.open()) {
            CompletableFuture<Object> script = test.run(() -> {
                throw new IllegalArgumentException("bad script");
            });

            assertThatThrownBy(() -> test.await(script))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("bad script");
        }
    }

    @Test
    void failedScriptWithoutAwaitFailsTest() {
        SocketTest test = SocketTest.open();
        test.run(() -> {
            throw new IllegalArgumentException("bad script");
        });

        assertThatThrownBy(test::close).isInstanceOf(AssertionError.class).hasRootCauseMessage("bad script");
    }

    @Test
    void waitingScriptAtTheEndFailsTest() {
        SocketTest test = SocketTest.open();
        test.run(() -> {
            try (Session session = Slipstream.open(Configuration.of(URI))) {
                return session.join(TOPIC);
            }
        });
        test.acceptConnect();

        assertThatThrownBy(test::close)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("1 thread(s) of run() still wait");
    }

    /** Loses an operation and an assign: it makes them on a socket that it does not return. */
    private static final class Forgetful implements SlipstreamClient {

        @Override
        @SuppressWarnings("CheckReturnValue") // loses the operation on purpose
        public Socket handleInfo(Object message, Socket socket) {
            Socket lost = socket.assign(COUNT, 1).send("never");
            assertThat(lost).isNotSameAs(socket);
            return socket;
        }
    }

    @Test
    void lostOperationFailsTest() {
        try (SocketTest test = SocketTest.open()) {
            test.start(new Forgetful());

            assertThatThrownBy(() -> test.send("go"))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("handleInfo")
                    .hasMessageContaining("without 1 operation(s) and 1 assign(s)");
        }
    }

    @Test
    void lostOperationFailsAtCloseWithoutAssertion() {
        SocketTest test = SocketTest.open();
        test.start(new Forgetful()).send("go");

        assertThatThrownBy(test::close)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("without 1 operation(s)");
    }

    private static final class Broken implements SlipstreamClient {

        @Override
        public Socket handleInfo(Object message, Socket socket) {
            throw new IllegalStateException("failed on request");
        }
    }

    @Test
    void unexpectedFailureOfClientFailsTest() {
        SocketTest test = SocketTest.open();
        test.start(new Broken());
        test.send("go");

        assertThatThrownBy(test::close).isInstanceOf(AssertionError.class).hasRootCauseMessage("failed on request");
    }

    /** A client that ends if a callback throws. */
    private static final class Failing implements SlipstreamClient {

        @Override
        public Socket handleInfo(Object message, Socket socket) {
            throw new IllegalStateException("failed on request");
        }

        @Override
        public Socket handleFailure(Throwable thrown, String cause, Socket socket) {
            return socket.stop(new StopReason.Failed(thrown));
        }
    }

    @Test
    void expectedFailureOfClientPasses() {
        try (SocketTest test = SocketTest.open()) {
            test.start(new Failing());
            test.refuteStopped();
            test.send("go");

            assertThat(test.assertStopped()).isInstanceOf(StopReason.Failed.class);
        }
    }

    @Test
    void failureOfClientIsCauseOfAssertionError() {
        SocketTest test = SocketTest.open();
        test.start(new Failing());
        test.send("go");

        assertThatThrownBy(test::acceptConnect)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("the client has stopped with Failed[java.lang.IllegalStateException]")
                .hasRootCauseMessage("failed on request");
        test.close();
    }

    @Test
    void exceptionOfCallbackIsCauseOfAssertionError() {
        SocketTest test = SocketTest.open();
        test.start(new Broken());
        test.send("go");

        assertThatThrownBy(test::acceptConnect)
                .isInstanceOf(AssertionError.class)
                .hasRootCauseMessage("failed on request");
        test.close();
    }

    private record Supplied(Credentials.Supplier supplier) implements SlipstreamClient {

        @Override
        public Socket init(Socket socket) {
            return socket.connect(
                    Configuration.builder(URI).credentialsSupplier(supplier).build());
        }
    }

    private static CompletionStage<Credentials> onOtherThread(Credentials.Attempt attempt) {
        return CompletableFuture.supplyAsync(() -> Credentials.none()
                .withAuthToken("secret-" + attempt.number())
                .withParam("try", String.valueOf(attempt.number())));
    }

    @Test
    void testWaitsForCredentialsOfOtherThread() {
        try (SocketTest test = SocketTest.open()) {
            test.start(new Supplied(SocketTestWaitsTest::onOtherThread));

            ClientAction.Connect first = test.refuseConnect(403);
            ClientAction.Connect second = test.acceptConnect();

            assertThat(first.request().authToken()).contains("secret-1");
            assertThat(second.request().param("try")).contains("2");
            assertThat(second.toString()).doesNotContain("secret").doesNotContain("try");
        }
    }

    @Test
    void credentialsWithoutResultTimeOutInVirtualTime() {
        try (SocketTest test = SocketTest.open()) {
            test.start(new Supplied(attempt -> new CompletableFuture<>()));

            test.within(Duration.ofSeconds(9)).refuteConnect();

            assertThat(test.now()).isEqualTo(Duration.ofSeconds(9));
        }
    }

    /** Uses the test inside a callback, which is forbidden. */
    private record Driving(SocketTest test) implements SlipstreamClient {

        @Override
        public Socket handleInfo(Object message, Socket socket) {
            test.advance(Duration.ofSeconds(1));
            return socket;
        }
    }

    @Test
    void callbackCannotUseItsTest() {
        SocketTest test = SocketTest.open();
        test.start(new Driving(test));
        test.send("go");

        assertThatThrownBy(test::close).hasRootCauseInstanceOf(IllegalStateException.class);
    }

    private static final class Endless implements SlipstreamClient {

        @Override
        public Socket handleInfo(Object message, Socket socket) {
            return socket.sendAfter("again", Duration.ZERO, "again");
        }
    }

    @Test
    void endlessClientIsStopped() {
        SocketTest test = SocketTest.open();
        test.start(new Endless());

        assertThatThrownBy(() -> test.send("go"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("the client runs without end");
        assertThatThrownBy(() -> test.advance(Duration.ofSeconds(1)))
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith("cannot continue after an earlier failure: the client runs without end");
        test.close();
    }

    @Test
    void otherCodeMayStartTheClient() {
        try (SocketTest test = SocketTest.open()) {
            test.startBy(options -> Slipstream.start(new Requesting(), options));

            test.connectAndJoin(TOPIC);
        }
    }

    @Test
    void closedTestCannotBeUsed() {
        SocketTest test = SocketTest.open();
        test.close();
        test.close();

        assertThatThrownBy(() -> test.start(new Requesting()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("this SocketTest is closed; open a new one");
    }
}
