package dev.slipstream.transport.netty;

import dev.slipstream.core.transport.Handshake;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.UnknownHostException;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;

/**
 * The route of one attempt to connect: directly to the server, or through a proxy.
 *
 * @param proxy the kind of the proxy; {@code DIRECT} without a proxy
 * @param address the resolved address of the proxy; without a proxy, of the server
 * @param server the address of the server, which a SOCKS proxy connects to; unresolved if the host is a name
 * @param tls the TLS engine for {@code wss}
 */
record NettyRoute(Proxy.Type proxy, InetSocketAddress address, InetSocketAddress server, Optional<SSLEngine> tls) {

    /** Plans the route through this proxy. May block, because it calls DNS. */
    static NettyRoute of(Handshake handshake, Proxy proxy) throws UnknownHostException, NoSuchAlgorithmException {
        InetSocketAddress server = server(handshake);
        InetSocketAddress address = proxy.type() == Proxy.Type.DIRECT ? server : (InetSocketAddress) proxy.address();
        InetSocketAddress resolved =
                address.isUnresolved() ? new InetSocketAddress(address.getHostString(), address.getPort()) : address;
        if (resolved.isUnresolved()) {
            throw new UnknownHostException();
        }
        return new NettyRoute(proxy.type(), resolved, server, tls(handshake));
    }

    /** Returns the server's address. A host name stays unresolved, because a proxy resolves it itself. */
    private static InetSocketAddress server(Handshake handshake) throws UnknownHostException {
        String host = handshake.uri().host();
        int port = handshake.uri().port();
        return host.startsWith("[") || NetUtil.isValidIpV4Address(host)
                ? new InetSocketAddress(InetAddress.getByName(host), port)
                : InetSocketAddress.createUnresolved(host, port);
    }

    /** Makes the TLS engine. The engine refuses each certificate that is not valid for the server's host. */
    private static Optional<SSLEngine> tls(Handshake handshake) throws NoSuchAlgorithmException {
        if (!handshake.uri().isSecure()) {
            return Optional.empty();
        }
        SSLContext context = handshake.tls().isPresent() ? handshake.tls().get() : SSLContext.getDefault();
        SSLEngine engine =
                context.createSSLEngine(handshake.uri().host(), handshake.uri().port());
        engine.setUseClientMode(true);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS"); // checks the host name (RFC 6455 section 4.1)
        engine.setSSLParameters(parameters);
        return Optional.of(engine);
    }
}
