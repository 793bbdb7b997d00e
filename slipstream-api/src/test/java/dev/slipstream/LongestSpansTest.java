package dev.slipstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.core.Backoff;
import dev.slipstream.core.Buffer;
import dev.slipstream.core.Configuration;
import dev.slipstream.core.DisconnectReason;
import dev.slipstream.core.Facts;
import dev.slipstream.core.JoinStatus;
import dev.slipstream.core.Payload;
import dev.slipstream.core.Reply;
import dev.slipstream.core.Socket;
import dev.slipstream.core.Spans;
import dev.slipstream.core.StopReason;
import dev.slipstream.core.TopicCloseReason;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The longest duration that is accepted, everywhere at once, disables nothing: not now, and not when it is added up. */
class LongestSpansTest {

    private static final String TOPIC = "rooms:lobby";
    private static final Buffer BUFFER = new Buffer(10, 1000, Spans.LONGEST);

    private final Journal journal = new Journal();
    private final FakeTransports transports = new FakeTransports();

    private static Configuration patient() {
        Backoff backoff = (attempt, wasEstablished) -> new Backoff.Window(Spans.LONGEST, Spans.LONGEST);
        return Configuration.builder("ws://localhost/socket/websocket")
                .credentialsTimeout(Spans.LONGEST)
                .connectTimeout(Spans.LONGEST)
                .joinTimeout(Spans.LONGEST)
                .leaveTimeout(Spans.LONGEST)
                .requestTimeout(Spans.LONGEST)
                .closeTimeout(Spans.LONGEST)
                .heartbeatInterval(Spans.LONGEST)
                .heartbeatTimeout(Spans.LONGEST)
                .stablePeriod(Spans.LONGEST)
                .retryAfterLimit(Spans.LONGEST)
                .reconnectBackoff(backoff)
                .rejoinBackoff(backoff)
                .build();
    }

    private final class Patient implements SlipstreamClient {

        @Override
        public Socket init(Socket socket) {
            return socket.connect(patient())
                    .join(TOPIC, Map.of(), BUFFER)
                    .sendAfter("once", Spans.LONGEST, "late")
                    .sendEvery("often", Spans.LONGEST, "late")
                    .idleAfter(Spans.LONGEST, "late");
        }

        @Override
        public Socket handleJoin(String topic, Payload response, Socket socket) {
            journal.note("joined");
            return socket.request(TOPIC, "ping", Map.of(), "tag", Spans.LONGEST);
        }

        @Override
        public Socket handleOutcome(Object tag, Reply reply, Socket socket) {
            journal.note(reply.getClass().getSimpleName());
            return socket;
        }

        @Override
        public Socket handleTopicClose(String topic, TopicCloseReason reason, Socket socket) {
            journal.note("closed");
            return socket.request(TOPIC, "kept", Map.of(), "kept");
        }

        @Override
        public Socket handleDisconnect(DisconnectReason reason, Socket socket) {
            journal.note("disconnected");
            return socket;
        }
    }

    @Test
    void aClientThatIsPatientInEverythingLives() {
        RunningClient client = Slipstream.start(new Patient(), transports.options());
        FakeSocket server = transports.next();
        journal.expect("joined");
        journal.expect("Ok");

        server.crash(server.took("phx_join"));
        journal.expect("closed");
        Journal.eventually(() -> client.socket().status(TOPIC) == JoinStatus.CLOSED, "it waits to join again");
        server.cut();
        journal.expect("disconnected");
        Journal.eventually(() -> client.socket().facts().link() == Facts.Link.CONNECTING, "it waits to connect again");
        client.run(Socket::reconnectNow);
        journal.expect("joined");
        journal.expect("Ok");
        client.close();

        assertThat(journal.lines()).doesNotContain("late");
        assertThat(client.whenStopped().toCompletableFuture())
                .isCompletedWithValueMatching(reason -> reason instanceof StopReason.Shutdown);
    }

    @Test
    void aScriptThatIsPatientInEverythingGoesOn() {
        try (Session session = Slipstream.open(patient(), transports.options())) {
            session.join(TOPIC);
            assertThat(session.request(TOPIC, "ping", Map.of(), Spans.LONGEST)).isInstanceOf(Reply.Ok.class);
            assertThat(session.leave(TOPIC).socket().status(TOPIC)).isEqualTo(JoinStatus.CLOSED);
            transports.next().cut();
            assertThat(session.awaitDisconnect(Spans.LONGEST)).isInstanceOf(DisconnectReason.Failed.class);
        }
    }
}
