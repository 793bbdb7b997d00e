package dev.slipstream.transport.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.core.Failure;
import dev.slipstream.core.Header;
import dev.slipstream.transport.contract.RecordingListener.Call;
import java.net.ProxySelector;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The rules for host names and headers, a part of {@link TransportContract}. */
@SuppressWarnings("javadoc") // method names describe the rules
public interface AddressRules {

    /** The scenario of the running rule. */
    ContractScenario scenario();

    @Test
    @DisplayName("Authorization, Cookie, Host and the headers of the handshake are each sent once")
    default void eachHeaderIsSentOnce() throws Exception {
        scenario()
                .open(Attempt.to(seeingServer(), "ws")
                        .headers(List.of(new Header("authorization", "Bearer abc"), new Header("Cookie", "a=1; b=2"))));
        scenario().opened();

        List<String> request = request();
        for (String name : List.of("authorization: ", "cookie: ", "host: ", "upgrade: ", "sec-websocket-key: ")) {
            assertThat(request.stream()
                            .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name)))
                    .as(name)
                    .hasSize(1);
        }
        assertThat(request).contains("authorization: Bearer abc", "Cookie: a=1; b=2");
    }

    @Test
    @DisplayName("headers of the same name are sent in order")
    default void headersOfTheSameNameAreSentInOrder() throws Exception {
        scenario()
                .open(Attempt.to(seeingServer(), "ws")
                        .headers(List.of(new Header("X-Tag", "a"), new Header("X-Tag", "b"))));
        scenario().opened();

        assertThat(request()).containsSubsequence("X-Tag: a", "X-Tag: b");
    }

    @Test
    @DisplayName("the client connects to a host name with an underscore, or the refusal names the host")
    default void hostWithUnderscoreIsConnectedTo() throws Exception {
        boolean refused = refusesByName("ws://my_service:4000" + Attempt.PATH, "my_service:4000", "my_service");

        scenario().differs(Difference.UNDERSCORE_HOSTS_REFUSED, refused);
    }

    @Test
    @DisplayName("a host name with an underscore is resolved, or the refusal names the host")
    default void hostWithUnderscoreIsResolved() throws Exception {
        scenario().open(new Attempt(URI.create("ws://no_where.invalid" + Attempt.PATH)));

        Failure failure = scenario().connectFailure();

        assertThat(failure.toString()).contains("no_where.invalid");
        assertThat(failure instanceof Failure.HostUnresolved)
                .isNotEqualTo(scenario().lists(Difference.UNDERSCORE_HOSTS_REFUSED));
    }

    @Test
    @DisplayName("the client connects to an international host name by its punycode")
    default void internationalHostIsConnectedToByItsPunycode() throws Exception {
        String punycode = "xn--bcher-kva.example";

        assertThat(refusesByName("ws://b\u00fccher.example:4000" + Attempt.PATH, punycode + ":4000", punycode))
                .isFalse();
    }

    /**
     * Opens a websocket to a host that only the test's proxy can resolve.
     *
     * @return true if the transport refused the host, with a failure that names the host; false if the transport opened
     *     the websocket through the proxy
     */
    private boolean refusesByName(String uri, String authority, String host) throws InterruptedException {
        RawServer target = seeingServer();
        RawServer proxy = scenario().serve(connection -> {
            scenario().see(connection.readRequest());
            connection.write(RawConnection.lines("HTTP/1.1 200 Connection established", ""));
            connection.tunnelTo(target.address());
        });
        scenario().open(new Attempt(URI.create(uri)).proxy(ProxySelector.of(proxy.address())));
        Call first = scenario().next();
        if (first instanceof Call.Ended ended) {
            assertThat(ended.reason().toString()).contains(host);
            return true;
        }
        assertThat(request()).first().isEqualTo("CONNECT " + authority + " HTTP/1.1");
        assertThat(request()).startsWith("GET " + Attempt.PATH + " HTTP/1.1").contains("Host: " + authority);
        return false;
    }

    private RawServer seeingServer() {
        return scenario().serve(connection -> {
            scenario().see(connection.accept());
            connection.echo();
        });
    }

    private List<String> request() throws InterruptedException {
        return ((List<?>) scenario().seen()).stream().map(Object::toString).toList();
    }
}
