package dev.slipstream.transport.tyrus;

import dev.slipstream.core.transport.Handshake;
import dev.slipstream.core.transport.Transport;
import dev.slipstream.core.transport.TransportListener;
import dev.slipstream.core.transport.TransportProvider;

/**
 * Websockets of Tyrus, the reference implementation of Jakarta WebSocket, on Grizzly.
 *
 * <p>All transports of a JVM share one Tyrus client and a few threads, which end within 1 s after the last transport.
 * Tyrus checks the handshake and speaks RFC 6455. This module itself handles TCP, TLS, proxies and HTTP, because Tyrus's
 * container uses proxies that you did not name, and does not notice an end before the websocket is open. Proxies are
 * reached by CONNECT and must be HTTP proxies. Header lines whose names begin with {@code Proxy-} go only to them.
 *
 * <p>A close frame without a code is reported as 1000, pings are answered but not reported, and masked frames and overlong
 * lengths of a server are accepted.
 *
 * <p>While reading is paused, neither a ping nor the end of TCP is seen; the connection's deadlines detect it. Messages
 * that were read before are held, and delivered before the end if the server ends the connection meanwhile.
 */
public final class TyrusTransportProvider implements TransportProvider {

    // Shared by all providers, because each lookup by ServiceLoader makes a new one.
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
