package dev.slipstream.transport.tyrus;

import dev.slipstream.core.transport.Handshake;
import dev.slipstream.core.transport.Transport;
import dev.slipstream.core.transport.TransportListener;
import dev.slipstream.core.transport.TransportProvider;

/**
 * Websockets of Tyrus, the reference implementation of Jakarta WebSocket, on Grizzly.
 *
 * <p>All transports of a JVM share one Tyrus client and a handful of threads, which end within a second after the last of
 * them. Tyrus checks the handshake and speaks RFC 6455; TCP, TLS, proxies and the HTTP before it are this module's own,
 * because Tyrus's container uses proxies that you did not name, and does not notice an end before the websocket is open.
 * Proxies are reached by CONNECT and must be HTTP proxies: header lines whose names begin with {@code Proxy-} go to them,
 * and never to the server.
 *
 * <p>A close frame without a code is reported as 1000, pings are answered but not reported, and masked frames and overlong
 * lengths of a server are accepted.
 *
 * <p>While reading is paused, neither a ping nor the end of TCP is seen; the connection's deadlines find it out. What was
 * read already is held; if the server ends the connection meanwhile, it is handed on first.
 */
public final class TyrusTransportProvider implements TransportProvider {

    // Each lookup by ServiceLoader makes a provider of its own; what they share must outlive them.
    private static final TyrusClients CLIENTS = new TyrusClients();

    /** Called by {@link java.util.ServiceLoader}, or by code that names this transport explicitly. */
    public TyrusTransportProvider() {}

    @Override
    public String name() {
        return "tyrus";
    }

    @Override
    public Transport open(Handshake handshake, TransportListener listener) {
        return new TyrusTransport(handshake, listener, CLIENTS).open();
    }
}
