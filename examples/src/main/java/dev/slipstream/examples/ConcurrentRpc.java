package dev.slipstream.examples;

import dev.slipstream.SlipstreamClient;
import dev.slipstream.core.Configuration;
import dev.slipstream.core.From;
import dev.slipstream.core.Reply;
import dev.slipstream.core.Socket;

/**
 * Lets callers ask the server, all at once: each is answered when its reply comes, in whatever order.
 *
 * <p>The request's tag is the caller. It has one outcome whatever happens, so no caller is forgotten.
 */
final class ConcurrentRpc implements SlipstreamClient {

    /** Call: ask the server this. */
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
