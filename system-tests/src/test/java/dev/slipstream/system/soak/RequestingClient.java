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

/** Sends a request for each message it gets, and counts the outcomes. It reconnects after 20 ms. */
final class RequestingClient implements SlipstreamClient {

    private static final int TOPICS = 4;

    /** The request timeout. It is long enough for every reply that is not lost. */
    private static final Duration TIMEOUT = Duration.ofMinutes(2);

    private final String uri;
    private final RequestCount requests;

    /** How often the connection was lost. */
    final AtomicInteger losses = new AtomicInteger();

    RequestingClient(String uri, RequestCount requests) {
        this.uri = uri;
        this.requests = requests;
    }

    /** Returns the topic of a request. */
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
        return socket.request(topicOf(id), "echo", new RequestCount.EchoPayload(id), id, TIMEOUT);
    }

    @Override
    public Socket handleOutcome(Object tag, Reply reply, Socket socket) {
        requests.outcome((Long) tag, reply);
        return socket;
    }
}
