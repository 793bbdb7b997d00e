package dev.slipstream.examples.guide;

import static dev.slipstream.core.EventMatcher.messageOn;

import dev.slipstream.Session;
import dev.slipstream.Slipstream;
import dev.slipstream.core.Configuration;
import dev.slipstream.core.Event;
import dev.slipstream.core.Reply;
import java.util.Map;

/** The README's example of a session. */
final class Script {

    private Script() {}

    static void run(String uri) {
        try (Session session = Slipstream.open(Configuration.of(uri))) {
            session.join("rooms:lobby");
            Reply reply = session.request("rooms:lobby", "ping", Map.of());
            Event.MessageReceived hello = session.await(messageOn("rooms:lobby", "hello"));
            System.out.println(reply + ", and then " + hello.payload().text());
        }
    }
}
