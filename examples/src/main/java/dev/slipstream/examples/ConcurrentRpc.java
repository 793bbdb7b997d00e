package dev.slipstream.examples;

import dev.slipstream.SlipstreamClient;
import dev.slipstream.core.Configuration;
import dev.slipstream.core.From;
import dev.slipstream.core.Reply;
import dev.slipstream.core.Socket;

/**
 * Forwards calls to the server concurrently. Replies arrive in any order; each caller gets its reply at once.
 *
 * <p>The handler that is passed with a request answers the caller. Each request has exactly one outcome, so every
 * caller gets an answer.
 */
final class ConcurrentRpc implements SlipstreamClient {

    /** A call that asks the client to send this request to the server. */
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
        return message instanceof Ask(var event, var payload, var from)
                ? socket.request(TOPIC, event, payload, (reply, next) -> next.answer(from, reply))
                : socket;
    }
}
