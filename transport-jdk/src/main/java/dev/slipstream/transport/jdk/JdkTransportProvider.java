package dev.slipstream.transport.jdk;

import dev.slipstream.core.transport.Handshake;
import dev.slipstream.core.transport.Transport;
import dev.slipstream.core.transport.TransportListener;
import dev.slipstream.core.transport.TransportProvider;

/**
 * Websockets of the JDK's own client, {@code java.net.http}.
 *
 * <p>All transports of a JVM with the same TLS context and the same proxy share one HTTP client, which is shut down with
 * the last of them; all share one timer thread. Proxies are reached by CONNECT and must be HTTP proxies. One that only
 * speaks SOCKS is a {@link dev.slipstream.core.Failure.ProxyFailed}. The headers of the answer that opened the websocket
 * are not reported. The JDK adds a User-Agent if none is given, and keeps Basic credentials from proxies. If a server
 * hangs up without an answer, the JDK repeats the request once, at once.
 *
 * <p>The JDK reads a refusal's whole body into memory. Only the connect timeout bounds that; then the connection is closed
 * and the memory is free. A hostile server can fill a heap until then.
 *
 * <p>The JDK can miss the end of TCP if no close frame precedes it. That happens directly after messages that came with
 * the answer to the handshake, or after more than 1 MiB while reading was paused. No end is reported then, and the
 * heartbeat's deadline detects it.
 */
public final class JdkTransportProvider implements TransportProvider {

    // Shared by all providers, because each lookup by ServiceLoader makes a new one.
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
