package dev.slipstream.transport.tyrus;

import dev.slipstream.core.transport.Handshake;
import dev.slipstream.core.transport.Transport;
import dev.slipstream.core.transport.TransportListener;
import dev.slipstream.core.transport.TransportProvider;

/**
 * The transport that uses Tyrus, the reference implementation of Jakarta WebSocket, on Grizzly.
 *
 * <p>All transports of a JVM share one Tyrus client and a few threads. The threads end within 1 s after the last
 * transport has ended. Tyrus checks the handshake, and reads and writes the frames of RFC 6455. This module itself
 * handles TCP, TLS, proxies and HTTP. It replaces Tyrus's own container, which uses proxies that you did not set, and
 * does not detect the end of TCP before the websocket is open. Proxies must be HTTP proxies, and are used with CONNECT.
 * Headers whose names begin with {@code Proxy-} are sent only to the proxy.
 *
 * <p>A close frame without a code is reported as 1000. Pings are answered but not reported. Masked frames of a server
 * are accepted, and so are frame lengths that use more bytes than necessary.
 *
 * <p>While reading is paused, pings are not read, and the end of TCP is not noticed. If TCP ends during a pause, the
 * connection ends when the pause ends. A pause lasts at most 30 s. Messages that Tyrus has already read are kept. They
 * are delivered when reading is resumed, or before a close by the server is reported.
 */
public final class TyrusTransportProvider implements TransportProvider {

    // Shared by all providers, because each lookup by ServiceLoader makes a new provider.
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
