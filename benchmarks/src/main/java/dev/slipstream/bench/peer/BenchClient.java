package dev.slipstream.bench.peer;

import dev.slipstream.SlipstreamClient;
import dev.slipstream.core.Configuration;
import dev.slipstream.core.Payload;
import dev.slipstream.core.Reply;
import dev.slipstream.core.Socket;
import java.util.Map;

/** A client whose callbacks run the current load of a benchmark. */
final class BenchClient implements SlipstreamClient {

    /** Handles messages and outcomes for one benchmark. */
    interface Load {

        default void message() {}

        /** Handles an outcome, and returns the socket with the next pushes. */
        default Socket outcome(Object tag, Socket socket) {
            return socket;
        }
    }

    private final Configuration configuration;
    private final int topics;
    private final Goal joined;
    private volatile Load load = new Load() {};

    BenchClient(Configuration configuration, int topics) {
        this.configuration = configuration;
        this.topics = topics;
        this.joined = new Goal(topics);
    }

    Goal joined() {
        return joined;
    }

    void load(Load next) {
        load = next;
    }

    @Override
    public Socket init(Socket socket) {
        return socket.connect(configuration);
    }

    @Override
    public Socket handleConnect(Socket socket) {
        Socket joining = socket;
        for (int i = 0; i < topics; i++) {
            joining = joining.join(Payloads.topic(i), Map.of());
        }
        return joining;
    }

    @Override
    public Socket handleJoin(String topic, Payload response, Socket socket) {
        joined.count();
        return socket;
    }

    @Override
    public Socket handleMessage(String topic, String event, Payload payload, Socket socket) {
        load.message();
        return socket;
    }

    @Override
    public Socket handleOutcome(Object tag, Reply reply, Socket socket) {
        if (!(reply instanceof Reply.Ok)) {
            throw new IllegalStateException(tag + " ended as " + reply);
        }
        return load.outcome(tag, socket);
    }
}
