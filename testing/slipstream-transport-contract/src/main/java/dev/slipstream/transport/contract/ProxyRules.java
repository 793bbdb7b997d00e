// This file has more than 300 lines, because all rules for proxies are in one place.
package dev.slipstream.transport.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.core.Failure;
import dev.slipstream.core.Header;
import dev.slipstream.core.transport.LoopbackProxySelector;
import dev.slipstream.transport.contract.Certificates.Identity;
import dev.slipstream.transport.contract.RecordingListener.Call;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The rules for proxies, a part of {@link TransportContract}. */
@SuppressWarnings("javadoc") // method names describe the rules
public interface ProxyRules {

    /** Forged server responses that a proxy sends after its own response. */
    List<String> INJECTED = List.of(
            "HTTP/1.1 403 Forbidden\r\nContent-Length: 4\r\n\r\nlies",
            "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 300\r\nContent-Length: 0\r\n\r\n",
            "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n");

    /** The scenario of the running rule. */
    ContractScenario scenario();

    @Test
    @DisplayName("ws and wss use a tunnel through the selected proxy")
    @Tag("S10")
    default void websocketConnectsThroughProxyTunnel() throws Exception {
        Identity authority = Certificates.authority();
        Identity identity = Certificates.signed(authority, "127.0.0.1");
        RawServer.Script echo = connection -> {
            scenario().see(connection.accept().getFirst());
            connection.echo();
        };
        RawServer plain = scenario().serve(echo);
        RawServer secured = scenario().serveTls(Tls.showing(identity, authority), echo);

        assertTunnelled(plain, Attempt.to(plain, "ws"));
        assertTunnelled(secured, Attempt.to(secured, "wss").tls(Tls.trusting(authority)));
    }

    private void assertTunnelled(RawServer target, Attempt attempt) throws InterruptedException {
        scenario().connect(attempt.proxy(ProxySelector.of(tunnelTo(target).address())));

        assertThat(request())
                .first()
                .isEqualTo("CONNECT 127.0.0.1:" + target.address().getPort() + " HTTP/1.1");
        assertThat(scenario().seen()).isEqualTo("GET " + Attempt.PATH + " HTTP/1.1");
    }

    @Test
    @DisplayName("if the URI has no port, the proxy receives the default port of the scheme")
    default void uriWithoutPortHasDefaultPortOfItsScheme() throws Exception {
        for (String origin : List.of("ws://127.0.0.1:80", "wss://127.0.0.1:443")) {
            RawServer proxy = scenario().serve(connection -> {
                scenario().see(connection.readRequest());
                connection.write(RawConnection.lines("HTTP/1.1 403 Forbidden", "Content-Length: 0", ""));
            });
            URI uri = URI.create(origin.substring(0, origin.lastIndexOf(':')) + Attempt.PATH);

            scenario().open(new Attempt(uri).proxy(ProxySelector.of(proxy.address())));

            assertThat(request())
                    .first()
                    .isEqualTo("CONNECT " + URI.create(origin).getAuthority() + " HTTP/1.1");
            assertThat(scenario().connectFailure()).isInstanceOf(Failure.ProxyFailed.class);
        }
    }

    @Test
    @DisplayName("proxy credentials are sent only to the proxy, and server credentials only to the server")
    @Tag("S10")
    default void proxyCredentialsAreSentOnlyToTheProxy() throws Exception {
        RawServer target = scenario().serve(connection -> {
            scenario().see(connection.accept());
            connection.echo();
        });
        for (String scheme : List.of("Bearer", "Basic")) {
            List<Header> headers = List.of(
                    new Header("Proxy-Authorization", scheme + " for-the-proxy"),
                    new Header("Authorization", scheme + " for-the-server"));
            ProxySelector proxy = ProxySelector.of(tunnelTo(target).address());

            scenario().connect(Attempt.to(target, "ws").headers(headers).proxy(proxy));
            List<String> toProxy = request();
            assertThat(toProxy).noneMatch(line -> line.contains("for-the-server") || line.contains("token="));
            boolean withheld = !toProxy.contains("Proxy-Authorization: " + scheme + " for-the-proxy");
            if (scheme.equals("Basic")) {
                scenario().differs(Difference.BASIC_CREDENTIALS_NOT_SENT_TO_PROXIES, withheld);
            } else {
                assertThat(withheld).isFalse();
            }
            assertThat(request())
                    .contains("Authorization: " + scheme + " for-the-server")
                    .noneMatch(line -> line.contains("for-the-proxy"));

            scenario().connect(Attempt.to(target, "ws").headers(headers));
            assertThat(request()).noneMatch(line -> line.contains("for-the-proxy"));
        }
    }

    @Test
    @DisplayName("a proxy that requires credentials, refuses, closes or sends garbage is reported as ProxyFailed")
    @Tag("F29")
    default void proxyRefusalIsReportedAsProxyFailed() throws Exception {
        List<RawServer.Script> refusals = List.of(
                connection -> connection.refuse("407 Proxy Authentication Required", "", "Proxy-Authenticate: Basic"),
                connection -> connection.refuse("403 Forbidden", "no", "Via: p"),
                RawConnection::readRequest,
                connection -> {
                    connection.readRequest();
                    connection.write(RawConnection.lines("nonsense", ""));
                });
        for (RawServer.Script refusal : refusals) {
            scenario().open(throughProxy(scenario().serve(refusal)));

            assertThat(scenario().connectFailure()).isInstanceOf(Failure.ProxyFailed.class);
        }
    }

    @Test
    @DisplayName("bytes after the proxy's response end the attempt, and are not read as the server's response")
    @Tag("F125")
    @Tag("S28")
    default void bytesAfterProxyResponseEndTheAttempt() throws Exception {
        for (String scheme : List.of("wss", "ws")) {
            for (String injected : INJECTED) {
                AtomicBoolean wentOn = new AtomicBoolean();
                RawServer proxy = scenario().serve(connection -> {
                    connection.readRequest();
                    connection.write(latin1("HTTP/1.1 200 Connection established\r\n\r\n" + injected));
                    wentOn.set(connection.isSentMore());
                });

                scenario().open(Attempt.to(proxy, scheme).proxy(ProxySelector.of(proxy.address())));

                Failure failure = scenario().connectFailure();
                scenario().differs(Difference.BYTES_AFTER_PROXY_RESPONSE_DROPPED, wentOn.get());
                // A library that drops the injected bytes reports the end of TCP instead.
                assertThat(failure)
                        .as("%s, %s", scheme, injected.lines().findFirst().orElseThrow())
                        .isInstanceOfAny(
                                Failure.ProxyFailed.class,
                                wentOn.get() ? Failure.ConnectionLost.class : Failure.ProxyFailed.class);
            }
        }
    }

    @Test
    @DisplayName("plaintext that arrives after the proxy's response and the ClientHello is rejected")
    @Tag("F125")
    @Tag("S28")
    default void plaintextInTheTunnelIsRejected() throws Exception {
        for (String injected : INJECTED) {
            RawServer proxy = scenario().serve(connection -> {
                connection.readRequest();
                connection.write(latin1("HTTP/1.1 200 Connection established\r\n\r\n"));
                connection.readTlsRecord();
                connection.write(latin1(injected));
                connection.readToEnd();
            });

            scenario().open(Attempt.to(proxy, "wss").proxy(ProxySelector.of(proxy.address())));

            assertThat(scenario().connectFailure()).isInstanceOf(Failure.PlaintextReceived.class);
        }
    }

    @Test
    @DisplayName("an endless proxy response ends the attempt, long before memory runs out")
    @Tag("F125")
    @Tag("S28")
    default void endlessProxyResponseEndsTheAttempt() throws Exception {
        String line = "X-Line: " + "x".repeat(1000) + "\r\n";
        String chunk = "3e8\r\n" + "x".repeat(1000) + "\r\n";
        String chunked = "Proxy-Authenticate: Basic realm=x\r\nTransfer-Encoding: chunked\r\n\r\n";
        Map<String, String> answers = Map.of(
                "HTTP/1.1 200 Connection established\r\n",
                line,
                "HTTP/1.1 403 Forbidden\r\n",
                line,
                "HTTP/1.1 403 Go away\r\n" + chunked,
                chunk,
                "HTTP/1.1 407 Proxy Authentication Required\r\n" + chunked,
                chunk,
                "HTTP/1.1 503 Unavailable\r\nContent-Length: 999999999999\r\n\r\n",
                chunk);
        for (Map.Entry<String, String> answer : answers.entrySet()) {
            scenario().open(throughProxy(scenario().serve(connection -> {
                connection.readRequest();
                connection.write(latin1(answer.getKey()));
                scenario().see(connection.writeUntilCut(latin1(answer.getValue()), Attempt.FLOOD));
            })));

            assertThat(scenario().connectFailure()).as(answer.getKey()).isInstanceOf(Failure.ProxyFailed.class);
            assertThat((Long) scenario().seen()).as(answer.getKey()).isLessThan(Attempt.FLOOD_TAKEN);
        }
    }

    @Test
    @DisplayName("a proxy's response to CONNECT is never reported as the server's refusal")
    @Tag("F125")
    @Tag("S28")
    default void proxyResponseIsNeverReportedAsServerRefusal() throws Exception {
        for (String status : List.of("401 Unauthorized", "403 Forbidden", "429 Too Many", "503 Unavailable")) {
            scenario()
                    .open(throughProxy(
                            scenario().serve(connection -> connection.refuse(status, "no", "Retry-After: 300"))));

            assertThat(scenario().connectFailure()).as(status).isInstanceOf(Failure.ProxyFailed.class);
        }
    }

    @Test
    @DisplayName("a proxy that does not listen, or has no address, is reported as ProxyFailed")
    @Tag("F29")
    default void unreachableProxyIsReportedAsProxyFailed() throws Exception {
        scenario().open(elsewhere().proxy(ProxySelector.of(ContractScenario.nobody())));
        assertThat(scenario().connectFailure()).isInstanceOf(Failure.ProxyFailed.class);

        scenario().open(elsewhere().proxy(ProxySelector.of(InetSocketAddress.createUnresolved("proxy.invalid", 80))));
        assertThat(scenario().connectFailure()).isInstanceOf(Failure.ProxyFailed.class);
    }

    @Test
    @DisplayName("ws and wss use a SOCKS proxy, which resolves the host name, unless the transport refuses SOCKS")
    @Tag("S10")
    default void websocketConnectsThroughSocksProxy() throws Exception {
        Identity authority = Certificates.authority();
        Identity identity = Certificates.signed(authority, "127.0.0.1");
        RawServer.Script echo = connection -> {
            scenario().see(connection.accept().getFirst());
            connection.echo();
        };
        RawServer plain = scenario().serve(echo);
        RawServer secured = scenario().serveTls(Tls.showing(identity, authority), echo);
        String name = "nowhere.invalid:4000";
        String address = "127.0.0.1:" + secured.address().getPort();

        assertUsesSocks(plain, name, new Attempt(URI.create("ws://" + name + Attempt.PATH)));
        assertUsesSocks(secured, address, Attempt.to(secured, "wss").tls(Tls.trusting(authority)));
    }

    private void assertUsesSocks(RawServer target, String asked, Attempt attempt) throws InterruptedException {
        RawServer proxy = scenario().serve(connection -> {
            scenario().see(connection.acceptSocks());
            connection.tunnelTo(target.address());
        });
        scenario().open(attempt.proxy(through(proxy)));

        Call first = scenario().next();
        boolean refused = first instanceof Call.Ended;
        scenario().differs(Difference.SOCKS_PROXIES_REFUSED, refused);
        if (!refused) {
            assertThat(scenario().seen()).isEqualTo(asked);
            assertThat(scenario().seen()).isEqualTo("GET " + Attempt.PATH + " HTTP/1.1");
            scenario().send("through SOCKS");
            assertThat(scenario().text()).isEqualTo("through SOCKS");
        }
    }

    @Test
    @DisplayName("a SOCKS proxy that refuses, closes or sends garbage is reported as ProxyFailed, and never bypassed")
    @Tag("S10")
    default void socksProxyIsNotBypassed() throws Exception {
        RawServer target = scenario().serve(connection -> scenario().see("proxy bypassed"));
        List<RawServer.Script> refusals =
                List.of(RawConnection::isSentMore, connection -> connection.refuseSocks(), connection -> {
                    connection.isSentMore();
                    connection.write(RawConnection.lines("HTTP/1.1 400 Bad Request", ""));
                });
        for (RawServer.Script refusal : refusals) {
            RawServer proxy = scenario().serve(refusal);

            scenario().open(Attempt.to(target, "ws").proxy(through(proxy)));

            assertThat(scenario().connectFailure()).isInstanceOf(Failure.ProxyFailed.class);
        }
        scenario()
                .open(Attempt.to(target, "ws")
                        .proxy(new FixedProxySelector(
                                List.of(new Proxy(Proxy.Type.SOCKS, ContractScenario.nobody())))));

        assertThat(scenario().connectFailure()).isInstanceOf(Failure.ProxyFailed.class);
        assertThat(scenario().seesNothing()).isTrue();
    }

    private static ProxySelector through(RawServer socks) {
        return new FixedProxySelector(List.of(new Proxy(Proxy.Type.SOCKS, socks.address())));
    }

    @Test
    @DisplayName("if the proxy must not see credentials, the attempt fails: it neither uses nor bypasses the proxy")
    @Tag("F126")
    @Tag("S29")
    default void proxyThatMustNotSeeCredentialsIsNotUsed() throws Exception {
        RawServer target = scenario().serve(connection -> scenario().see("proxy bypassed"));
        RawServer proxy = scenario().serve(connection -> scenario().see(connection.readRequest()));
        // The address 0.0.0.0 reaches this machine on many systems, but is not a loopback address.
        InetSocketAddress any = new InetSocketAddress(
                InetAddress.getByAddress(new byte[4]), proxy.address().getPort());

        scenario().open(Attempt.to(target, "ws").proxy(new LoopbackProxySelector(ProxySelector.of(any))));

        assertThat(scenario().connectFailure()).isInstanceOf(Failure.CredentialsFailed.class);
        assertThat(scenario().seesNothing()).isTrue();

        scenario().open(elsewhere().proxy(new LoopbackProxySelector(ProxySelector.of(proxy.address()))));

        assertThat(request()).first().asString().startsWith("CONNECT ");
        assertThat(scenario().connectFailure()).isInstanceOf(Failure.ProxyFailed.class);
    }

    @Test
    @DisplayName("if the selector selects no proxy, a closed port is reported as ConnectionRefused")
    @Tag("F03")
    default void proxySelectorMaySelectNoProxy() throws Exception {
        scenario().open(Attempt.to(ContractScenario.nobody()).proxy(new FixedProxySelector(List.of(Proxy.NO_PROXY))));

        assertThat(scenario().connectFailure()).isInstanceOf(Failure.ConnectionRefused.class);
    }

    @Test
    @DisplayName("the system's proxies are not used")
    @Tag("S10")
    default void systemProxiesAreNotUsed() throws Exception {
        ProxySelector before = ProxySelector.getDefault();
        RawServer proxy = scenario().serve(connection -> scenario().see("asked"));
        ProxySelector.setDefault(ProxySelector.of(proxy.address()));
        try {
            scenario().connect(RawConnection::acceptAndEcho);
        } finally {
            ProxySelector.setDefault(before);
        }
        assertThat(scenario().seesNothing()).isTrue();
    }

    @Test
    @DisplayName("the time of a slow proxy selector counts against the connect deadline")
    @Tag("F02")
    default void blockingProxySelectorCountsAgainstTheDeadline() throws Exception {
        ProxySelector slow = new FixedProxySelector(List.of(Proxy.NO_PROXY)) {
            @Override
            public List<Proxy> select(URI uri) {
                assertThat(uri.toString()).doesNotContain("token=");
                try {
                    scenario().seen(); // blocks until after the deadline
                } catch (InterruptedException | AssertionError e) {
                    return super.select(uri);
                }
                return super.select(uri);
            }
        };
        RawServer server = scenario().serve(RawConnection::readToEnd);

        scenario().open(Attempt.to(server, "ws").proxy(slow).connectTimeout(Attempt.SHORT));

        assertThat(scenario().connectFailure()).isEqualTo(new Failure.ConnectTimedOut(Attempt.SHORT));
        scenario().see("over");
    }

    private RawServer tunnelTo(RawServer target) {
        return scenario().serve(connection -> {
            scenario().see(connection.readRequest());
            connection.write(RawConnection.lines("HTTP/1.1 200 Connection established", ""));
            connection.tunnelTo(target.address());
        });
    }

    private static byte[] latin1(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** An attempt to connect to a server that does not exist, so that the rule depends only on the proxy. */
    private static Attempt elsewhere() {
        return new Attempt(URI.create("ws://127.0.0.1:9" + Attempt.PATH));
    }

    private static Attempt throughProxy(RawServer proxy) {
        return elsewhere().proxy(ProxySelector.of(proxy.address()));
    }

    private List<String> request() throws InterruptedException {
        return ((List<?>) scenario().seen()).stream().map(Object::toString).toList();
    }

    /** Always selects the same proxies. */
    class FixedProxySelector extends ProxySelector {

        private final List<Proxy> proxies;

        FixedProxySelector(List<Proxy> proxies) {
            this.proxies = List.copyOf(proxies);
        }

        @Override
        public List<Proxy> select(URI uri) {
            return proxies;
        }

        @Override
        public void connectFailed(URI uri, SocketAddress address, IOException failure) {}
    }
}
