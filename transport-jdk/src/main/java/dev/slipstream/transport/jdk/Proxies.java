package dev.slipstream.transport.jdk;

import dev.slipstream.core.transport.Handshake;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/** Chooses among the proxies of a handshake: the JDK bypasses proxies that it does not support. */
final class Proxies {

    private Proxies() {}

    /**
     * The proxy to go through, if any. Asks the selector, which is user code and may block.
     *
     * @throws ProxyUnusableException if there are proxies, but no HTTP proxy
     */
    static Optional<InetSocketAddress> choose(Handshake handshake) {
        if (handshake.proxy().isEmpty()) {
            return Optional.empty();
        }
        List<Proxy> proxies = handshake.proxy().get().select(asHttp(handshake.uri()));
        for (Proxy proxy : proxies) {
            switch (proxy.type()) {
                case DIRECT -> {
                    return Optional.empty();
                }
                case HTTP -> {
                    return Optional.of((InetSocketAddress) proxy.address());
                }
                case SOCKS -> {} // perhaps there is another one
            }
        }
        if (proxies.isEmpty()) {
            return Optional.empty();
        }
        throw new ProxyUnusableException(
                "the proxy is a SOCKS proxy, which the JDK does not support; use an HTTP proxy");
    }

    /** Selectors know the schemes of HTTP; they need no query, which holds secrets. */
    private static URI asHttp(URI uri) {
        String scheme = "wss".equalsIgnoreCase(uri.getScheme()) ? "https" : "http";
        return URI.create(scheme + "://" + uri.getRawAuthority() + "/");
    }
}
