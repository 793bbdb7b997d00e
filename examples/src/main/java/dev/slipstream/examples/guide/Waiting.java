package dev.slipstream.examples.guide;

import static dev.slipstream.core.EventMatcher.messageOn;

import dev.slipstream.AwaitEndedException;
import dev.slipstream.AwaitTimeoutException;
import dev.slipstream.JoinFailedException;
import dev.slipstream.Session;
import dev.slipstream.Slipstream;
import dev.slipstream.SlipstreamClient;
import dev.slipstream.core.Configuration;
import dev.slipstream.core.Event;
import dev.slipstream.core.Payload;
import dev.slipstream.core.Reply;
import dev.slipstream.core.Socket;
import java.time.Duration;
import java.util.Map;

/** Waits for one thing after another, in a session and in a callback. */
final class Waiting {

    private Waiting() {}

    static String script(Configuration configuration) {
        try (Session session = Slipstream.open(configuration)) {
            Payload welcome = session.join("rooms:lobby", Map.of("user", 1));
            session.push("rooms:lobby", "hello", welcome);
            Event.MessageReceived answer = session.await(
                    messageOn("rooms:lobby", "hello")
                            .where(hello -> hello.payload().size() > 2),
                    Duration.ofSeconds(30));
            return answer.payload().text();
        } catch (JoinFailedException refused) {
            return "not let in: " + refused.reason();
        } catch (AwaitTimeoutException late) {
            return "nobody said hello";
        } catch (AwaitEndedException ended) {
            return "the connection ended: " + ended.reason();
        }
    }

    /** Asks for permission in {@code handleJoin}, then pushes the join's response. */
    static final class Polite implements SlipstreamClient {

        @Override
        public Socket handleJoin(String topic, Payload response, Socket socket) {
            Session session = Slipstream.session(socket);
            Reply may = session.request(topic, "may I speak", Map.of());
            return may instanceof Reply.Ok ? session.socket().push(topic, "speech", response) : session.socket();
        }
    }
}
