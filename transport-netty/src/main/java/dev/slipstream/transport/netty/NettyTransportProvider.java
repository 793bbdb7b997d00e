package dev.slipstream.transport.netty;

import dev.slipstream.core.AdapterUnusableException;
import dev.slipstream.core.transport.Handshake;
import dev.slipstream.core.transport.Transport;
import dev.slipstream.core.transport.TransportListener;
import dev.slipstream.core.transport.TransportProvider;

/**
 * The transport that uses Netty: its sockets, TLS handler, HTTP codec and proxy handlers. The core reads and writes the
 * websocket frames.
 *
 * <p>It needs less memory for each connection than the other transports. It reports every ping, pong and close code,
 * and follows RFC 6455 strictly. All transports of a JVM share at most four event loops and one timer. Their threads
 * end within 1 s after the last transport has ended.
 *
 * <p>It compresses messages if the configuration asks for it and the server agrees (RFC 7692). An answer of the server
 * that breaks RFC 7692 fails the attempt with {@link dev.slipstream.core.Failure.HandshakeInvalid} and the close code
 * 1010. A corrupt compressed message ends the connection with the code 1007. A message that inflates to more than
 * {@code maxMessageBytes} ends it with the code 1009.
 *
 * <p>HTTP proxies are used with CONNECT, and SOCKS proxies with SOCKS version 5 without credentials. A SOCKS proxy
 * resolves the name of the server. Headers whose names begin with {@code Proxy-} are sent only to an HTTP proxy.
 *
 * <p>While reading is paused, the transport still reads up to 64 KiB, so that it notices the end of TCP and answers
 * pings. It delivers the messages in these bytes when reading is resumed, or before it reports that the server closed
 * the connection. A TCP reset drops these messages. If the server sends more than 64 KiB before it ends TCP, the
 * transport notices the end only when reading is resumed.
 */
public final class NettyTransportProvider implements TransportProvider {

    /**
     * Called by {@link java.util.ServiceLoader}, or by code that names this transport explicitly.
     *
     * @throws AdapterUnusableException if the class path or module path has another version of Netty, such as 4.1; the
     *     message names the versions that were found, and says what to do
     */
    public NettyTransportProvider() {
        try {
            NettyLoops.link();
        } catch (LinkageError fault) {
            throw new AdapterUnusableException(NettyVersions.explained(fault), fault);
        }
    }

    @Override
    public String name() {
        return "netty";
    }

    @Override
    public boolean supportsCompression() {
        return true;
    }

    @Override
    public Transport open(Handshake handshake, TransportListener listener) {
        return new NettyTransport(handshake, listener, NettyLoops.SHARED).open(handshake);
    }
}
