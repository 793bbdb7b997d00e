package dev.slipstream.system.soak;

import dev.slipstream.SlipstreamClient;
import dev.slipstream.core.Backoff;
import dev.slipstream.core.Configuration;
import dev.slipstream.core.DisconnectReason;
import dev.slipstream.core.Reply;
import dev.slipstream.core.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Puts what it is sent to the server, on one of several topics, and notes what comes of it; it comes back at once. */
final class Asking implements SlipstreamClient {

    private static final int TOPICS = 4;

    /** Longer than any pause between two ends of the connection: a reply that is not lost comes in time. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final String uri;
    private final RequestCount requests;

    /** How often it lost its connection. */
    final AtomicInteger losses = new AtomicInteger();

    Asking(String uri, RequestCount requests) {
        this.uri = uri;
        this.requests = requests;
    }

    /** On which topic this is asked. */
    static String topicOf(long id) {
        return "rooms:" + id % TOPICS;
    }

    @Override
    public Socket init(Socket socket) {
        Configuration configuration = Configuration.builder(uri)
                .reconnectBackoff(Backoff.exact(List.of(Duration.ofMillis(20))))
                .rejoinBackoff(Backoff.exact(List.of(Duration.ofMillis(20))))
                .build();
        Socket joining = socket.connect(configuration);
        for (int topic = 0; topic < TOPICS; topic++) {
            joining = joining.join(topicOf(topic));
        }
        return joining;
    }

    @Override
    public Socket handleDisconnect(DisconnectReason reason, Socket socket) {
        if (!(reason instanceof DisconnectReason.Requested)) {
            losses.incrementAndGet();
        }
        return socket;
    }

    @Override
    public Socket handleInfo(Object message, Socket socket) {
        long id = (Long) message;
        return socket.request(topicOf(id), "echo", new RequestCount.Question(id), id, PATIENCE);
    }

    @Override
    public Socket handleOutcome(Object tag, Reply reply, Socket socket) {
        requests.outcome((Long) tag, reply);
        return socket;
    }
}
