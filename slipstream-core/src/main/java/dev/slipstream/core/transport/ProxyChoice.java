package dev.slipstream.core.transport;

import dev.slipstream.core.Failure;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * Chooses the proxy of a handshake. A transport does not leave the choice to its websocket library, because such
 * libraries bypass proxies that they do not support.
 */
public final class ProxyChoice {

    private ProxyChoice() {}

    /**
     * Returns the HTTP proxy to connect through, if any. This method is for transports that do not support SOCKS
     * proxies. It calls the proxy selector, which is user code and may block.
     *
     * @throws ProxyUnusableException if the selector returns only SOCKS proxies
     */
    public static Optional<InetSocketAddress> of(Handshake handshake) {
        List<Proxy> proxies = selected(handshake);
        for (Proxy proxy : proxies) {
            switch (proxy.type()) {
                case DIRECT -> {
                    return Optional.empty();
                }
                case HTTP -> {
                    return Optional.of((InetSocketAddress) proxy.address());
                }
                case SOCKS -> {} // skipped, because an HTTP proxy may follow in the list
            }
        }
        if (proxies.isEmpty()) {
            return Optional.empty();
        }
        String detail = "the proxy is a SOCKS proxy, which this transport does not support; use an HTTP proxy, or"
                + " slipstream-transport-netty";
        throw new ProxyUnusableException(detail, new Failure.ProxyFailed(detail));
    }

    /**
     * Returns the HTTP or SOCKS proxy to connect through, or {@link Proxy#NO_PROXY}. This method is for transports that
     * support both. It calls the proxy selector, which is user code and may block.
     */
    public static Proxy withSocks(Handshake handshake) {
        List<Proxy> proxies = selected(handshake);
        return proxies.isEmpty() ? Proxy.NO_PROXY : proxies.getFirst();
    }

    private static List<Proxy> selected(Handshake handshake) {
        return handshake
                .proxy()
                .map(selector -> selector.select(asHttp(handshake.uri())))
                .orElse(List.of());
    }

    /**
     * Returns the URI for the selector. Its scheme is http or https, because selectors expect these. It has no query,
     * because the query may hold secrets.
     */
    private static URI asHttp(UpgradeUri uri) {
        return URI.create((uri.isSecure() ? "https://" : "http://") + uri.authority() + "/");
    }
}
