package dev.slipstream.core.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoopbackProxySelectorTest {

    private static final URI SERVER = URI.create("http://localhost/");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "LocalHost",
                "127.0.0.1",
                "127.255.0.7",
                "::1",
                "[::1]",
                "0:0:0:0:0:0:0:1",
                "::0.0.0.1"
            })
    void proxyWithLoopbackNameIsAccepted(String host) {
        Proxy proxy = http(InetSocketAddress.createUnresolved(host, 3128));

        assertThat(guarded(proxy).select(SERVER)).containsExactly(proxy);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "proxy.example",
                "localhost.evil.example",
                "127.0.0.1.evil.example",
                "127.evil.example",
                "evil-localhost",
                "localhost.",
                "128.0.0.1",
                "10.127.0.1",
                "0.0.0.0",
                "0.0.0.1",
                "0.1",
                "01",
                "::2",
                "::"
            })
    void proxyWhoseNameOnlyLooksLikeLoopbackIsRefused(String host) {
        assertRefused(http(InetSocketAddress.createUnresolved(host, 3128)));
    }

    /** Only the address counts, because the transport connects to the address and ignores the host name. */
    @Test
    void resolvedProxyIsJudgedByItsAddress() throws UnknownHostException {
        InetAddress elsewhere = InetAddress.getByAddress("localhost", new byte[] {(byte) 192, 0, 2, 1});
        InetAddress here = InetAddress.getByAddress("proxy.example", new byte[] {127, 0, 0, 1});
        InetAddress any = InetAddress.getByAddress(new byte[4]);

        assertRefused(http(new InetSocketAddress(elsewhere, 3128)));
        assertRefused(http(new InetSocketAddress(any, 3128)));
        assertThat(guarded(http(new InetSocketAddress(here, 3128))).select(SERVER))
                .hasSize(1);
    }

    @Test
    void oneRemoteProxyIsEnoughToRefuse() {
        Proxy here = http(InetSocketAddress.createUnresolved("localhost", 3128));
        Proxy socks = new Proxy(Proxy.Type.SOCKS, InetSocketAddress.createUnresolved("proxy.example", 1080));

        assertRefused(here, socks);
        assertThat(guarded(Proxy.NO_PROXY, here).select(SERVER)).containsExactly(Proxy.NO_PROXY, here);
        assertThat(guarded().select(SERVER)).isEmpty();
    }

    @Test
    void failureOfProxyIsForwarded() {
        List<Object> failures = new ArrayList<>();
        IOException failure = new IOException();

        new LoopbackProxySelector(new Fixed(List.of(), failures))
                .connectFailed(SERVER, new InetSocketAddress(80), failure);

        assertThat(failures).containsExactly(failure);
    }

    private static void assertRefused(Proxy... proxies) {
        assertThatThrownBy(() -> guarded(proxies).select(SERVER)).isInstanceOf(ProxyUnusableException.class);
    }

    private static ProxySelector guarded(Proxy... proxies) {
        return new LoopbackProxySelector(new Fixed(List.of(proxies), new ArrayList<>()));
    }

    private static Proxy http(InetSocketAddress address) {
        return new Proxy(Proxy.Type.HTTP, address);
    }

    private static final class Fixed extends ProxySelector {

        private final List<Proxy> proxies;
        private final List<Object> failures;

        Fixed(List<Proxy> proxies, List<Object> failures) {
            this.proxies = proxies;
            this.failures = failures;
        }

        @Override
        public List<Proxy> select(URI uri) {
            return proxies;
        }

        @Override
        public void connectFailed(URI uri, SocketAddress address, IOException failure) {
            failures.add(failure);
        }
    }
}
