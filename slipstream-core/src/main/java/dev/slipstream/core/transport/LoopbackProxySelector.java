package dev.slipstream.core.transport;

import dev.slipstream.core.Failure;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * A proxy selector that asks another selector, and accepts the proxies only if all of them are on this machine.
 *
 * <p>The client uses this selector in {@link Handshake#proxy()} if the request sends credentials over {@code ws} and
 * the configuration does not allow a proxy to read these credentials.
 */
public final class LoopbackProxySelector extends ProxySelector {

    private static final Pattern LOOPBACK = Pattern.compile(
            "localhost|127(\\.(25[0-5]|2[0-4][0-9]|[01]?[0-9]?[0-9])){3}|\\[?[0:]*:[0:.]*1]?",
            Pattern.CASE_INSENSITIVE);

    private final ProxySelector selector;

    /** Makes a selector that accepts the proxies of the given selector only if they are on this machine. */
    public LoopbackProxySelector(ProxySelector selector) {
        this.selector = Objects.requireNonNull(selector, "selector");
    }

    /**
     * Returns the proxies of the wrapped selector.
     *
     * @throws ProxyUnusableException if one of the proxies is not on this machine
     */
    @Override
    public List<Proxy> select(URI uri) {
        List<Proxy> proxies = selector.select(uri);
        for (Proxy proxy : proxies) {
            if (proxy.type() != Proxy.Type.DIRECT && !isLoopback(proxy.address())) {
                String detail = "credentials would travel unencrypted over ws to a proxy on another machine;"
                        + " use wss, a proxy on loopback, or allowCleartextCredentials()";
                throw new ProxyUnusableException(detail, new Failure.CredentialsFailed(detail));
            }
        }
        return proxies;
    }

    @Override
    public void connectFailed(URI uri, SocketAddress address, IOException failure) {
        selector.connectFailed(uri, address, failure);
    }

    /** Checks the address. Of an unresolved name it checks only the text, because a lookup needs the network. */
    private static boolean isLoopback(SocketAddress address) {
        return address instanceof InetSocketAddress proxy
                && (proxy.isUnresolved()
                        ? LOOPBACK.matcher(proxy.getHostString()).matches()
                        : proxy.getAddress().isLoopbackAddress());
    }
}
