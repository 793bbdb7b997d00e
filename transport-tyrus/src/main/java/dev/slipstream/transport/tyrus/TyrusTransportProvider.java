package dev.slipstream.transport.tyrus;

import dev.slipstream.core.transport.Handshake;
import dev.slipstream.core.transport.Transport;
import dev.slipstream.core.transport.TransportListener;
import dev.slipstream.core.transport.TransportProvider;

/**
 * Websockets of Tyrus, the reference implementation of Jakarta WebSocket, in its Grizzly container.
 *
 * <p>All transports of a JVM share Tyrus's one container, whose threads end a second after the last of them; those with
 * the same TLS context, proxy and bounds share a client too. The proxies must be HTTP proxies. Of a refusal only the
 * status is told, and a server that ends TCP, or answers garbage, during the handshake is found out by the connect
 * deadline alone. A close frame without a code is told as 1000, and pings are answered without a word.
 *
 * <p>Tyrus cannot pause: messages go on arriving after {@code received} answered false, and are handed on as they come.
 * If 16,384 are, and none of them lets reading go on, the connection ends with
 * {@link dev.slipstream.core.Failure.SlowConsumer}.
 *
 * <p>Tyrus tells its close of a connection at once, and does not wait for the server's answer; so does this transport.
 */
public final class TyrusTransportProvider implements TransportProvider {

    // Each lookup by ServiceLoader makes a provider of its own; what they share must outlive them.
    private static final SharedClients CLIENTS = new SharedClients();

    /** Called by {@link java.util.ServiceLoader}, or by whoever names this transport explicitly. */
    public TyrusTransportProvider() {}

    @Override
    public String name() {
        return "tyrus";
    }

    @Override
    public Transport open(Handshake handshake, TransportListener listener) {
        TyrusTransport transport = new TyrusTransport(handshake, listener, CLIENTS);
        transport.open();
        return transport;
    }
}
