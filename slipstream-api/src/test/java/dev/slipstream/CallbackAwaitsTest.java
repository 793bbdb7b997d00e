package dev.slipstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.core.DisconnectReason;
import dev.slipstream.core.Event;
import dev.slipstream.core.EventMatcher;
import dev.slipstream.core.Payload;
import dev.slipstream.core.Ref;
import dev.slipstream.core.Reply;
import dev.slipstream.core.Socket;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Each await function inside a callback. No other callback receives an awaited event. */
class CallbackAwaitsTest {

    private static final String TOPIC = "rooms:lobby";
    private static final Duration LONG = Journal.PATIENCE;

    private final FakeTransports transports = new FakeTransports();
    private final Journal journal = new Journal();

    /** Records its callbacks. The test runs code inside one of them. */
    private final class Recording implements SlipstreamClient {

        @Override
        public Socket handleConnect(Socket socket) {
            journal.note("handleConnect");
            return socket;
        }

        @Override
        public Socket handleDisconnect(DisconnectReason reason, Socket socket) {
            journal.note("handleDisconnect");
            return socket;
        }

        @Override
        public Socket handleJoin(String topic, Payload response, Socket socket) {
            journal.note("handleJoin");
            return socket;
        }

        @Override
        public Socket handleLeave(String topic, Socket socket) {
            journal.note("handleLeave");
            return socket;
        }

        @Override
        public Socket handleMessage(String topic, String event, Payload payload, Socket socket) {
            journal.note("handleMessage " + event);
            return socket;
        }

        @Override
        public Socket handleReply(Ref ref, Reply reply, Socket socket) {
            journal.note("handleReply");
            return socket;
        }

        @Override
        public Socket handleFailure(Throwable thrown, String cause, Socket socket) {
            journal.note("threw " + thrown);
            return socket;
        }
    }

    @Test
    void oneCallbackCanRunWholeSession() {
        try (RunningClient client = Slipstream.start(new Recording(), transports.options())) {
            client.run(socket -> {
                Session session = Slipstream.session(socket).connect(FakeTransports.configuration());
                FakeSocket server = transports.next();
                journal.note("connected " + session.socket().isConnected());
                journal.note("joined " + session.join(TOPIC).text());
                server.broadcast(TOPIC, "passed over", "{}");
                server.broadcast(TOPIC, "hello", "{\"n\":1}");
                Event.MessageReceived hello = session.await(EventMatcher.messageOn(TOPIC, "hello")
                        .where(message -> message.payload().text().contains("1")));
                journal.note("heard " + hello.payload().text());
                Ref ref = session.socket().nextRef();
                session.apply(session.socket().push(TOPIC, "ping", Map.of()));
                journal.note("replied "
                        + session.await(EventMatcher.replyTo(ref))
                                .reply()
                                .getClass()
                                .getSimpleName());
                journal.note("asked "
                        + session.request(TOPIC, "ping", Map.of()).getClass().getSimpleName());
                session.leave(TOPIC);
                journal.note("left " + session.socket().status(TOPIC));
                session.disconnect();
                journal.note("apart " + !session.socket().isConnected());
                session.connect(FakeTransports.configuration());
                journal.note("connected " + session.awaitConnect(LONG).socket().isConnected());
                return session.socket();
            });
            client.run(socket -> {
                journal.note("through");
                return socket;
            });
            journal.expect("through");
        }
        assertThat(journal.lines())
                .startsWith(
                        "connected true",
                        "joined {}",
                        "heard {\"n\":1}",
                        "replied Ok",
                        "asked Ok",
                        "left CLOSED",
                        "apart true",
                        "connected true");
        assertThat(journal.lines())
                .doesNotContain("handleConnect", "handleJoin", "handleLeave", "handleReply", "handleMessage hello");
        assertThat(transports.all()).hasSize(2);
    }
}
