package dev.slipstream.examples;

import dev.slipstream.SlipstreamClient;
import dev.slipstream.core.Configuration;
import dev.slipstream.core.From;
import dev.slipstream.core.Reply;
import dev.slipstream.core.Socket;

/**
 * Forwards calls to the server concurrently: each caller gets its reply when it arrives, in any order.
 *
 * <p>The {@link Ask}, which names the caller, is the tag of the request: {@code handleOutcome} gets it with the reply.
 * Each request has exactly one outcome, so every caller gets an answer.
 */
final class ConcurrentRpc implements SlipstreamClient {

    /** The message of a call: asks the client to send this request to the server. */
    record Ask(String event, Object payload, From<Reply> from) {}

    static final String TOPIC = "rpc:all";

    private final Configuration configuration;

    ConcurrentRpc(Configuration configuration) {
        this.configuration = configuration;
    }

    @Override
    public Socket init(Socket socket) {
        return socket.connect(configuration).join(TOPIC);
    }

    @Override
    public Socket handleCall(Object message, Socket socket) {
        return message instanceof Ask ask ? socket.request(TOPIC, ask.event(), ask.payload(), ask) : socket;
    }

    @Override
    public Socket handleOutcome(Object tag, Reply reply, Socket socket) {
        return tag instanceof Ask ask ? socket.answer(ask.from(), reply) : socket;
    }
}
