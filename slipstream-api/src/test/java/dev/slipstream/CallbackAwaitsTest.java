package dev.slipstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.core.Event;
import dev.slipstream.core.EventMatcher;
import dev.slipstream.core.Ref;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Calls each await method inside a callback. An event that an await takes reaches no other callback. */
class CallbackAwaitsTest {

    private static final String TOPIC = "rooms:lobby";
    private static final Duration LONG = Journal.PATIENCE;

    private final FakeTransports transports = new FakeTransports();
    private final Journal journal = new Journal();

    @Test
    void oneCallbackCanRunWholeSession() {
        try (RunningClient client =
                Slipstream.start(new LobbyClient(journal).onInit(socket -> socket), transports.options())) {
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
                .containsExactly(
                        "connected true",
                        "joined {}",
                        "heard {\"n\":1}",
                        "replied Ok",
                        "asked Ok",
                        "left CLOSED",
                        "apart true",
                        "connected true",
                        "through",
                        "Requested[]",
                        "terminate Shutdown[]");
        assertThat(transports.all()).hasSize(2);
    }
}
