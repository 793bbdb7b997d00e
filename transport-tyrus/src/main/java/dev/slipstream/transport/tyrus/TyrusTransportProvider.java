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
 * for Tyrus's container asks proxies that nobody named and is deaf until the websocket is open. Proxies are reached by
 * CONNECT and must be HTTP proxies: header lines whose names begin with {@code Proxy-} go to them, and never to the
 * server.
 *
 * <p>A close frame without a code is told as 1000, pings are answered without a word, and a server's masked frames, and
 * lengths written longer than need be, are taken.
 *
 * <p>While reading is paused, neither a ping nor the end of TCP is seen; the connection's deadlines find it out. What was read
 * already is held; if the server ends the connection meanwhile, it is handed on first.
 */
public final class TyrusTransportProvider implements TransportProvider {

    // Each lookup by ServiceLoader makes a provider of its own; what they share must outlive them.
    private static final TyrusClients CLIENTS = new TyrusClients();

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
