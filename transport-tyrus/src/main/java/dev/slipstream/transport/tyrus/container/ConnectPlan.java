package dev.slipstream.transport.tyrus.container;

import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import org.glassfish.grizzly.nio.transport.TCPNIOTransport;

/**
 * The route to a server and the requests to send.
 *
 * @param grizzly Grizzly's TCP transport, which owns the threads
 * @param address the address of the server or its proxy
 * @param tunnelRequest the CONNECT request to the proxy; empty without a proxy
 * @param tls the TLS context for wss; empty for ws
 * @param host the server's name, for which its certificate must be valid
 * @param upgradeRequest makes the upgrade request with a {@code Sec-WebSocket-Key}
 */
public record ConnectPlan(
        TCPNIOTransport grizzly,
        InetSocketAddress address,
        Optional<byte[]> tunnelRequest,
        Optional<SSLContext> tls,
        String host,
        Function<String, byte[]> upgradeRequest) {

    /** Shows no requests, because they hold secrets. */
    @Override
    public String toString() {
        return "ConnectPlan[" + address + (tunnelRequest.isPresent() ? ", a proxy" : "") + "]";
    }
}
