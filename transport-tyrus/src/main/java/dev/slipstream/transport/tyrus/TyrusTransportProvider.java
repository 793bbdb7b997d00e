package dev.slipstream.transport.tyrus;

import dev.slipstream.core.transport.Handshake;
import dev.slipstream.core.transport.Transport;
import dev.slipstream.core.transport.TransportListener;
import dev.slipstream.core.transport.TransportProvider;

/**
 * Websockets of Tyrus, the reference implementation of Jakarta WebSocket, in its Grizzly container.
 *
 * <p>All transports of a JVM share Tyrus's one container, whose threads end a second after the last of them,
 * but for one daemon, its idle timer, which Tyrus never ends; those with the same TLS context, proxy and bounds share a
 * client too. The proxies must be HTTP proxies. Of a refusal the body is not told, and a server that ends TCP, or
 * answers garbage, during the handshake is found out by the connect deadline alone. A close frame without a code is told as 1000, and pings are answered without a word.
 *
 * <p>Tyrus cannot pause: while reading is paused, messages go on arriving and are held. More than 16,384 of them, or
 * more than 16 MiB and than the largest message, end the connection with
 * {@link dev.slipstream.core.Failure.SlowConsumer}; if the server ends it meanwhile, what is held is handed on
 * first.
 *
 * <p>Header lines of one name are written as one line, joined with commas, cookies with semicolons. An attempt to open
 * that is given up may keep its socket, and with it the container's threads, beyond its end.
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
