package dev.slipstream.transport.jdk;

import dev.slipstream.core.transport.Handshake;
import dev.slipstream.core.transport.Transport;
import dev.slipstream.core.transport.TransportListener;
import dev.slipstream.core.transport.TransportProvider;

/**
 * The transport that uses the JDK's own websockets, {@code java.net.http}.
 *
 * <p>All transports of a JVM with the same TLS context and the same proxy share one HTTP client. The client is shut
 * down after the last of these transports has ended. All transports share one timer thread. Proxies must be HTTP
 * proxies, and are used with CONNECT. A SOCKS proxy fails with {@link dev.slipstream.core.Failure.ProxyFailed}. The
 * headers of the response that opened the websocket are not reported. The JDK adds a User-Agent if you set none, and
 * sends no Basic credentials to proxies. If a server closes TCP without a response, the JDK repeats the request once,
 * immediately.
 *
 * <p>The JDK reads the whole body of a refusal into memory. Only the connect timeout limits this, and a hostile server
 * can fill the heap before the timeout.
 *
 * <p>The JDK can miss the end of TCP if the server sent no close frame. This can happen directly after messages that
 * arrived together with the handshake response. It can also happen while reading is paused. During a pause, the JDK
 * still reads the parts of messages that the transport requested before: 33 to 64 parts of at most 16 KiB each. It does
 * not notice an end of TCP after these parts. In both cases the heartbeat detects the end when its reply is overdue.
 */
public final class JdkTransportProvider implements TransportProvider {

    // Shared by all providers, because each lookup by ServiceLoader makes a new provider.
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
