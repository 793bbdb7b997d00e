package dev.slipstream.transport.jdk;

import dev.slipstream.core.transport.Handshake;
import dev.slipstream.core.transport.Transport;
import dev.slipstream.core.transport.TransportListener;
import dev.slipstream.core.transport.TransportProvider;

/**
 * Websockets of the JDK's own client, {@code java.net.http}.
 *
 * <p>All transports of a JVM with the same TLS context and the same proxy share one HTTP client, which is shut down with
 * the last of them; all share one timer thread. Proxies are reached by CONNECT and must be HTTP proxies: one that speaks
 * SOCKS alone is a {@link dev.slipstream.core.Failure.ProxyFailed}. The headers of the answer that opened the websocket
 * are not reported, the JDK adds a User-Agent where none is given, keeps Basic credentials from proxies, and asks a server
 * that hangs up without a byte of answer a second time, at once.
 *
 * <p>The JDK reads a refusal's body into memory to its end. Nothing but the connect timeout bounds that: the connection is
 * closed then and the memory is free. A hostile server can fill a heap until then.
 *
 * <p>The JDK can miss the end of TCP, no close frame before it, if it comes right behind messages that came with the answer
 * to the handshake, or if more than 1 MiB came while reading was paused: no end is reported then, and the heartbeat's
 * deadline detects it.
 */
public final class JdkTransportProvider implements TransportProvider {

    // Each lookup by ServiceLoader makes a provider of its own; what they share must outlive them.
    private static final JdkClients CLIENTS = new JdkClients();

    /** Called by {@link java.util.ServiceLoader}, or by code that names this transport explicitly. */
    public JdkTransportProvider() {}

    @Override
    public String name() {
        return "jdk";
    }

    @Override
    public Transport open(Handshake handshake, TransportListener listener) {
        return new JdkTransport(handshake, listener, CLIENTS).open(handshake);
    }
}
