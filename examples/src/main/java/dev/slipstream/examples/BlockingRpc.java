package dev.slipstream.examples;

import dev.slipstream.Session;
import dev.slipstream.Slipstream;
import dev.slipstream.SlipstreamClient;
import dev.slipstream.core.Configuration;
import dev.slipstream.core.From;
import dev.slipstream.core.Reply;
import dev.slipstream.core.Socket;

/**
 * Forwards calls to the server one at a time: the callback waits for the reply.
 *
 * <p>The calls are answered in order. While the callback waits, other messages stay in the mailbox, so this example
 * suits only a few callers.
 */
final class BlockingRpc implements SlipstreamClient {

    /** A call that asks the client to send this request to the server. */
    record Ask(String event, Object payload, From<Reply> from) {}

    static final String TOPIC = "rpc:all";

    private final Configuration configuration;

    BlockingRpc(Configuration configuration) {
        this.configuration = configuration;
    }

    @Override
    public Socket init(Socket socket) {
        return socket.connect(configuration).join(TOPIC);
    }

    @Override
    public Socket handleCall(Object message, Socket socket) {
        if (!(message instanceof Ask(String event, Object payload, From<Reply> from))) {
            return socket;
        }
        Session session = Slipstream.session(socket);
        Reply reply = session.request(TOPIC, event, payload);
        return session.socket().answer(from, reply);
    }
}
