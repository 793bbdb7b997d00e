package dev.slipstream.bench.peer;

import static dev.slipstream.core.EventMatcher.messageOn;

import dev.slipstream.Session;
import dev.slipstream.Slipstream;
import dev.slipstream.StartOptions;
import dev.slipstream.core.Event;
import dev.slipstream.core.EventMatcher;
import dev.slipstream.core.Reply;
import dev.slipstream.core.transport.TransportProvider;
import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** This library with a session. One thread makes one blocking call after another. */
final class SessionPeer implements Peer {

    private final StartOptions options;
    private @Nullable Session session;

    SessionPeer(TransportProvider transport) {
        // The server may send faster than the benchmark's thread takes messages. So the mailbox must have room for a
        // whole flood.
        this.options = StartOptions.builder()
                .transport(transport)
                .maxMessages(4_000_000)
                .maxBytes(4L << 30)
                .build();
    }

    @Override
    public void connect(URI uri, int topics) {
        Session opened = Slipstream.open(SlipstreamPeer.configuration(uri), options);
        session = opened;
        for (int i = 0; i < topics; i++) {
            opened.join(Payloads.topic(i));
        }
    }

    @Override
    public void flood(int messages, int bytes, int topics) {
        request("flood", Map.of("messages", messages, "bytes", bytes, "topics", topics));
        Session open = session();
        EventMatcher<Event.MessageReceived> message = messageOn(TOPIC, "msg");
        for (int i = 0; i < messages; i++) {
            Event.MessageReceived next = open.await(message, PATIENCE);
            if (!next.event().equals("msg")) {
                throw new IllegalStateException("unexpected message: " + next);
            }
        }
    }

    @Override
    public void arrived(int messages) {
        request("arrived", Map.of("messages", messages));
    }

    /** Ignores {@code inFlight} and sends one request at a time, because a session waits for each reply. */
    @Override
    public void echo(int requests, int inFlight, int bytes) {
        Map<String, String> payload = Map.of("text", Payloads.text(bytes));
        for (int i = 0; i < requests; i++) {
            request("echo", payload);
        }
    }

    @Override
    public long[] trips(int requests, int bytes) {
        Map<String, String> payload = Map.of("text", Payloads.text(bytes));
        long[] nanos = new long[requests];
        for (int i = 0; i < requests; i++) {
            long begin = System.nanoTime();
            request("echo", payload);
            nanos[i] = System.nanoTime() - begin;
        }
        return nanos;
    }

    @Override
    public void close() {
        session().close();
    }

    /** Fills the mailbox with messages that the session never takes. */
    void backlog(int messages, int bytes) {
        request("flood", Map.of("messages", messages, "bytes", bytes, "topics", 1));
    }

    private void request(String event, Map<String, ?> payload) {
        if (!(session().request(TOPIC, event, payload, PATIENCE) instanceof Reply.Ok)) {
            throw new IllegalStateException(event + " got no ok reply");
        }
    }

    private Session session() {
        Session open = session;
        if (open == null) {
            throw new IllegalStateException("not connected");
        }
        return open;
    }
}
