package dev.slipstream.system.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.RunningClient;
import dev.slipstream.Slipstream;
import dev.slipstream.SlipstreamClient;
import dev.slipstream.core.Configuration;
import dev.slipstream.core.JoinOptions;
import dev.slipstream.core.Observation.Span;
import dev.slipstream.core.PushBuffer;
import dev.slipstream.core.Socket;
import dev.slipstream.core.StopReason;
import dev.slipstream.testkit.SocketTest;
import dev.slipstream.testkit.junit.SocketTestExtension;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A listener gets one start and one end of each request, even if the request is never sent. */
@ExtendWith(SocketTestExtension.class)
class RequestSpansTest {

    private static final String TOPIC = "rooms:1";
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final RecordingTelemetry telemetry = new RecordingTelemetry();

    /** A client whose topic has a push buffer. */
    private record Buffering() implements SlipstreamClient {

        @Override
        public Socket init(Socket socket) {
            return socket.connect(Configuration.of("ws://localhost/socket/websocket"))
                    .joinWith(
                            TOPIC,
                            JoinOptions.builder().buffer(PushBuffer.of(10)).build());
        }

        @Override
        public Socket handleInfo(Object message, Socket socket) {
            Slipstream.session(socket).request((String) message, "ask", Map.of());
            return socket;
        }
    }

    private RunningClient start(SocketTest test) {
        return test.start(new Buffering(), options -> options.telemetry(telemetry));
    }

    private Span.RequestEnded only() {
        assertThat(telemetry.of(Span.RequestStarted.class)).hasSize(1);
        assertThat(telemetry.of(Span.RequestEnded.class)).hasSize(1);
        Span.RequestStarted started = telemetry.of(Span.RequestStarted.class).getFirst();
        Span.RequestEnded ended = telemetry.of(Span.RequestEnded.class).getFirst();
        assertThat(ended.ref()).isEqualTo(started.ref());
        assertThat(telemetry.all.indexOf(started)).isLessThan(telemetry.all.indexOf(ended));
        return ended;
    }

    @Test
    void requestThatExpiresInTheBufferEndsAsTimedOut(SocketTest test) {
        RunningClient client = start(test);
        test.connectAndJoin(TOPIC);
        test.cutConnection();
        client.request(TOPIC, "ask", Map.of(), PATIENCE);
        test.advance(PATIENCE.plusSeconds(1));

        assertThat(only().outcome()).isEqualTo("TimedOut");
        assertThat(only().took()).isEqualTo(PATIENCE);
        assertThat(only().connection().number()).isEqualTo(1);
    }

    @Test
    void requestInTheBufferEndsWithTheClient(SocketTest test) {
        RunningClient client = start(test);
        client.request(TOPIC, "ask", Map.of(), PATIENCE);
        test.advance(Duration.ZERO);
        assertThat(telemetry.of(Span.RequestStarted.class)).hasSize(1);
        assertThat(telemetry.of(Span.RequestEnded.class)).isEmpty();
        client.close();

        assertThat(only().outcome()).isEqualTo("Cancelled");
    }

    @Test
    void durationOfARequestIncludesItsWaitInTheBuffer(SocketTest test) {
        RunningClient client = start(test);
        test.connectAndJoin(TOPIC);
        test.cutConnection();
        client.request(TOPIC, "ask", Map.of(), Duration.ofMinutes(1));
        test.acceptConnect();
        test.advance(Duration.ofSeconds(2));
        test.acceptJoin(TOPIC);
        test.reply(test.assertPush(TOPIC, "ask"), Map.of());

        assertThat(only().outcome()).isEqualTo("Ok");
        assertThat(only().took()).isGreaterThanOrEqualTo(Duration.ofSeconds(2));
        assertThat(only().connection().number()).isEqualTo(2);
    }

    @Test
    void requestOnATopicThatIsNotJoinedEndsAtOnce(SocketTest test) {
        RunningClient client = start(test);
        test.connectAndJoin(TOPIC);
        client.run(socket -> socket.join("rooms:2")); // without a buffer
        client.request("rooms:2", "ask", Map.of());
        test.advance(Duration.ZERO);

        assertThat(only().outcome()).isEqualTo("NotJoined");
        assertThat(only().took()).isZero();
    }

    @Test
    void leaveEndsTheRequestsInTheBuffer(SocketTest test) {
        RunningClient client = start(test);
        test.acceptConnect();
        client.request(TOPIC, "ask", Map.of());
        client.run(socket -> socket.leave(TOPIC));
        test.advance(Duration.ZERO);

        assertThat(only().outcome()).isEqualTo("Cancelled");
    }

    @Test
    void endOfTheClientEndsARequestOnce(SocketTest test) {
        RunningClient client = start(test);
        test.connectAndJoin(TOPIC);
        client.request(TOPIC, "ask", Map.of());
        test.assertPush(TOPIC, "ask");
        client.close();

        assertThat(only().outcome()).isEqualTo("Disconnected");
    }

    /** When a client stops, it drops the operations of {@code terminate}, its last callback. */
    @Test
    void requestOfTheLastCallbackEndsWithTheClient(SocketTest test) {
        RunningClient client = test.start(
                new SlipstreamClient() {
                    @Override
                    public Socket init(Socket socket) {
                        return new Buffering().init(socket);
                    }

                    @Override
                    public Socket terminate(StopReason reason, Socket socket) {
                        return socket.request(TOPIC, "ask", Map.of(), "tag");
                    }
                },
                options -> options.telemetry(telemetry));
        test.connectAndJoin(TOPIC);
        client.close();

        assertThat(only().outcome()).isEqualTo("Cancelled");
    }

    @Test
    void requestOfASessionHasASpan(SocketTest test) {
        RunningClient client = start(test);
        test.connectAndJoin(TOPIC);
        test.cutConnection();
        client.send(TOPIC);
        test.advance(Duration.ZERO);

        assertThat(only().outcome()).isEqualTo("NotJoined");
    }

    @Test
    void requestOnATopicThatWasNeverJoinedHasASpan(SocketTest test) {
        RunningClient client = start(test);
        test.connectAndJoin(TOPIC);
        client.request("rooms:2", "ask", Map.of());
        test.advance(Duration.ZERO);

        assertThat(only().outcome()).isEqualTo("NotJoined");
    }

    @Test
    void requestThatExpiresWhileACallbackRunsHasASpan(SocketTest test) {
        RunningClient client = start(test);
        test.connectAndJoin(TOPIC);
        client.run(socket -> {
            Slipstream.session(socket).awaitMessage(TOPIC, "go", PATIENCE.multipliedBy(2));
            return socket;
        });
        client.request(TOPIC, "ask", Map.of(), PATIENCE);
        test.advance(PATIENCE);
        test.push(TOPIC, "go", Map.of());

        assertThat(only().outcome()).isEqualTo("TimedOut");
        assertThat(only().took()).isEqualTo(PATIENCE);
        assertThat(only().connection().number()).isZero();
    }

    @Test
    void requestThatWaitsForACallbackAtTheEndOfTheClientHasASpan(SocketTest test) {
        RunningClient client = start(test);
        test.connectAndJoin(TOPIC);
        client.run(socket -> {
            client.request(TOPIC, "ask", Map.of());
            return socket.stop(new StopReason.Shutdown());
        });
        test.advance(Duration.ZERO);

        assertThat(only().outcome()).isEqualTo("Cancelled");
    }
}
