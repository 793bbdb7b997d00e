package dev.slipstream.examples;

import static dev.slipstream.core.EventMatcher.messageOn;

import dev.slipstream.Session;
import dev.slipstream.Slipstream;
import dev.slipstream.core.Configuration;
import dev.slipstream.core.Event;
import dev.slipstream.core.Reply;
import java.util.Map;

/**
 * A script with a session: one step after another, each waiting for its result.
 *
 * <p>The server must reply to the event {@code ping}. When it receives the event {@code push to me}, it must push the
 * event {@code foo}.
 */
final class Scripting {

    private Scripting() {}

    static void run(Configuration configuration) {
        try (Session session = Slipstream.open(configuration)) {
            session.join("test:good");
            session.push("test:good", "quicksand", Map.of("sinks", true));

            Reply pong = session.request("test:good", "ping", Map.of());
            System.out.println("ping was answered: " + pong);

            session.push("test:good", "push to me", Map.of());
            Event.MessageReceived foo = session.await(messageOn("test:good", "foo"));
            System.out.println("the server said: " + foo.payload().text());

            session.leave("test:good");
            session.disconnect();
        }
    }

    public static void main(String[] arguments) {
        run(Configuration.of(arguments.length > 0 ? arguments[0] : "ws://localhost:4000/socket/websocket"));
    }
}
