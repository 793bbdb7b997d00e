package dev.slipstream.core.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipstream.core.Failure;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HandshakeFailuresTest {

    private static Handshake handshake(String uri, Optional<ProxySelector> proxy) {
        return new Handshake(
                UpgradeUri.of(uri),
                List.of(),
                List.of("phoenix", "other"),
                Optional.empty(),
                proxy,
                Duration.ofSeconds(1),
                Duration.ofSeconds(1),
                1,
                1,
                1);
    }

    private final Handshake secure = handshake("wss://example.org/socket?secret", Optional.empty());

    private Optional<Failure> of(Throwable error) {
        return HandshakeFailures.of(new IOException(error), secure, false);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Remote host terminated the handshake",
                "Remote host closed the channel",
                "Received close_notify during handshake"
            })
    void everyMessageOfEndDuringTlsIsALoss(String words) {
        assertThat(of(new SSLHandshakeException(words))).get().isInstanceOf(Failure.ConnectionLost.class);
    }

    @Test
    void endOfTcpDuringTlsIsALoss() {
        assertThat(of(new SSLException(new EOFException()))).get().isInstanceOf(Failure.ConnectionLost.class);
        assertThat(of(new SSLException(new SocketException()))).get().isInstanceOf(Failure.ConnectionLost.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Unrecognized SSL message, plaintext connection?", "Unsupported or unrecognized SSL message"})
    void everyMessageOfPlaintextIsPlaintextFailure(String words) {
        assertThat(of(new SSLException(words))).contains(new Failure.PlaintextReceived("example.org:443"));
    }

    @Test
    void otherTlsErrorsAreTlsFailures() {
        assertThat(of(new SSLException("untrusted\n"))).contains(new Failure.TlsFailed("untrusted\\u000a"));
    }

    @Test
    void unknownHostIsFailureOfServerOrProxy() {
        for (Exception error : List.of(new UnknownHostException(), new UnresolvedAddressException())) {
            assertThat(of(error)).contains(new Failure.HostUnresolved("example.org"));
            assertThat(HandshakeFailures.of(error, secure, true))
                    .contains(new Failure.ProxyFailed("the proxy's host name has no address"));
        }
    }

    @Test
    void refusedTcpIsFailureOfServerOrProxy() {
        for (Exception error : List.of(new ConnectException(), new NoRouteToHostException())) {
            assertThat(of(error)).contains(new Failure.ConnectionRefused("example.org:443"));
            assertThat(HandshakeFailures.of(error, secure, true))
                    .contains(new Failure.ProxyFailed("the proxy cannot be reached"));
        }
    }

    @Test
    void exceptionsOfLibraryAreNotTranslated() {
        assertThat(of(new IOException("other"))).isEmpty();
        assertThat(HandshakeFailures.unexpected("the library", new IOException(new IllegalStateException("secret"))))
                .isEqualTo(new Failure.Unexpected("the library threw java.lang.IllegalStateException"));
    }

    @Test
    void cyclicCausesEnd() {
        IOException one = new IOException();
        one.initCause(new IOException(one));

        assertThat(HandshakeFailures.has(one, SSLException.class)).isFalse();
        assertThat(HandshakeFailures.has(one, IOException.class)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "ws://example.org/, example.org:80",
        "wss://example.org/, example.org:443",
        "WSS://example.org:1/, example.org:1",
        "ws://example.org:4000/, example.org:4000"
    })
    void addressHasAPort(String uri, String address) {
        assertThat(HandshakeFailures.address(handshake(uri, Optional.empty()))).isEqualTo(address);
    }

    @Test
    void serverMayChooseOfferedSubprotocol() {
        assertThat(HandshakeFailures.ofUpgrade(Map.of(), secure)).isEmpty();
        assertThat(HandshakeFailures.ofUpgrade(Map.of("sec-websocket-protocol", List.of("other")), secure))
                .isEmpty();
        assertThat(HandshakeFailures.ofUpgrade(Map.of("sec-websocket-protocol", List.of("mqtt")), secure))
                .contains(new Failure.HandshakeInvalid("the server chose a subprotocol that was not offered"));
        assertThat(HandshakeFailures.ofUpgrade(Map.of("sec-websocket-extensions", List.of("x")), secure))
                .contains(new Failure.HandshakeInvalid("the server chose an extension, and none was offered"));
    }

    // --- proxies ----------------------------------------------------------------------------------------------------

    private final List<URI> asked = new ArrayList<>();

    private Handshake through(Proxy... proxies) {
        return handshake("wss://example.org:1/socket?secret", Optional.of(new ProxySelector() {
            @Override
            public List<Proxy> select(URI uri) {
                asked.add(uri);
                return List.of(proxies);
            }

            @Override
            public void connectFailed(URI uri, SocketAddress address, IOException failure) {}
        }));
    }

    private static final InetSocketAddress ADDRESS = InetSocketAddress.createUnresolved("proxy", 8080);
    private static final Proxy SOCKS = new Proxy(Proxy.Type.SOCKS, ADDRESS);
    private static final Proxy HTTP = new Proxy(Proxy.Type.HTTP, ADDRESS);

    @Test
    void theFirstUsableProxyIsChosen() {
        assertThat(ProxyChoice.of(secure)).isEmpty();
        assertThat(ProxyChoice.of(through())).isEmpty();
        assertThat(ProxyChoice.of(through(SOCKS, Proxy.NO_PROXY, HTTP))).isEmpty();
        assertThat(ProxyChoice.of(through(SOCKS, HTTP))).contains(ADDRESS);
        assertThat(asked).hasSize(3).containsOnly(URI.create("https://example.org:1/"));
    }

    @Test
    void selectorIsAskedAboutHttpForWs() {
        asked.clear();
        Handshake plain = handshake("ws://example.org/a", through(HTTP).proxy());

        assertThat(ProxyChoice.of(plain)).contains(ADDRESS);
        assertThat(asked).containsExactly(URI.create("http://example.org/"));
    }

    @Test
    void socksProxyAloneIsFailureOfProxy() {
        assertThatThrownBy(() -> ProxyChoice.of(through(SOCKS)))
                .isInstanceOfSatisfying(
                        ProxyUnusableException.class,
                        unusable -> assertThat(HandshakeFailures.of(unusable, secure, false))
                                .contains(unusable.failure())
                                .get()
                                .isInstanceOf(Failure.ProxyFailed.class));
    }
}
