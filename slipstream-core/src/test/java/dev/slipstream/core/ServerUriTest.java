package dev.slipstream.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The URIs that a configuration accepts, and the messages for URIs that it refuses. */
class ServerUriTest {

    private static final String CANARY = "canary-5f3a";

    @ParameterizedTest
    @CsvSource({
        "ws://localhost, localhost, 80, ws://localhost",
        "wss://example.org/a?b, example.org, 443, wss://example.org/a",
        "WS://LocalHost:4000/a, LocalHost, 4000, ws://LocalHost:4000/a",
        "Wss://example.org:1/a, example.org, 1, wss://example.org:1/a",
        "ws://example.org.:65535/, example.org., 65535, ws://example.org.:65535/",
        "ws://localhost:/a, localhost, 80, ws://localhost/a",
        "ws://[::1]/a, [::1], 80, ws://[::1]/a",
        "wss://[2001:db8::7]:4000/a%20b, [2001:db8::7], 4000, wss://[2001:db8::7]:4000/a%20b",
        "ws://127.0.0.1:4000, 127.0.0.1, 4000, ws://127.0.0.1:4000",
        // host names with an underscore, as in container networks
        "ws://my_service:4000/a, my_service, 4000, ws://my_service:4000/a",
        "WS://app_web_1, app_web_1, 80, ws://app_web_1",
        "ws://my_service:?a, my_service, 80, ws://my_service",
        "ws://_a.b__c.web-.9a./, _a.b__c.web-.9a., 80, ws://_a.b__c.web-.9a./",
        // host names that are not ASCII
        "ws://bücher.example/a, xn--bcher-kva.example, 80, ws://xn--bcher-kva.example/a",
        "wss://BÜCHER.example:4000, xn--bcher-kva.example, 4000, wss://xn--bcher-kva.example:4000",
        "wss://xn--bcher-kva.example, xn--bcher-kva.example, 443, wss://xn--bcher-kva.example",
        "wss://例え。テスト, xn--r8jz45g.xn--zckzah, 443, wss://xn--r8jz45g.xn--zckzah",
        "ws://１２７.0.0.1, 127.0.0.1, 80, ws://127.0.0.1"
    })
    void acceptedUriHasHostAndPort(String uri, String host, int port, String endpoint) {
        Configuration configuration = Configuration.of(uri);

        assertThat(configuration.host()).isEqualTo(host);
        assertThat(configuration.port()).isEqualTo(port);
        assertThat(configuration.endpoint()).isEqualTo(endpoint);
        assertThat(configuration.uri()).hasToString(uri);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        http://localhost/a?CANARY         | the scheme http           | ws; write ws:// in place of http://
        HTTPS://localhost/a?CANARY        | the scheme https          | wss; write wss:// in place of https://
        ftp://localhost/a?CANARY          | the scheme ftp            | ws and wss: ws://host[:port]/path or wss://host[:port]/path
        localhost:4000/socket?CANARY      | the scheme localhost      | ws and wss: ws://host[:port]/path or wss://host[:port]/path
        localhost/socket?CANARY           | a text without a scheme   | ws://host[:port]/path or wss://host[:port]/path
        127.0.0.1:4000/socket?CANARY      | a text of 33 characters that is not a URI | ws://host[:port]/path or wss://host[:port]/path, with other characters percent-encoded, such as %20 for a space
        ``                                | a text without a scheme   | ws://host[:port]/path or wss://host[:port]/path
        ws://                             | a text of 5 characters that ends too early | ws://host[:port]/path or wss://host[:port]/path, with other characters percent-encoded, such as %20 for a space
        ws:///socket?CANARY               | ws without a host         | a host name or an address
        ws:localhost?CANARY               | ws without a host         | a host name or an address
        ws:/localhost?CANARY              | ws without a host         | a host name or an address
        wss://:4000/socket?CANARY         | wss without a host        | a host name or an address
        ws://localhost:0/?CANARY          | the port 0                | 1 to 65535, or none
        ws://localhost:65536/?CANARY      | the port 65536            | 1 to 65535, or none
        ws://localhost:99999999999/       | a port of 11 digits       | 1 to 65535, or none
        ws://my_service:65536/            | the port 65536            | 1 to 65535, or none
        ws://localhost:-1/                | a port that is not a number | 1 to 65535, or none
        ws://localhost:CANARY/            | a port that is not a number | 1 to 65535, or none
        ws://::1:4000/                    | a host with several colons | an IPv6 address in brackets, such as [::1]
        ws://user:CANARY@localhost/       | user info before the host | a URI without user info; send credentials as params, header or token
        ws://CANARY@my_service/           | user info before the host | a URI without user info; send credentials as params, header or token
        ws://localhost/#CANARY            | a fragment after #        | a URI without a fragment, as RFC 6455 section 3 requires
        ws://my_service?a#CANARY          | a fragment after #        | a URI without a fragment, as RFC 6455 section 3 requires
        ws://localhost/ CANARY            | a space at index 15       | ws://host[:port]/path or wss://host[:port]/path, with other characters percent-encoded, such as %20 for a space
        ws://localhost/?a={CANARY}        | the character { at index 18 | ws://host[:port]/path or wss://host[:port]/path, with other characters percent-encoded, such as %20 for a space
        ws://localhost/?a=CANARY%2        | a % without two hex digits at index 29 | ws://host[:port]/path or wss://host[:port]/path, with other characters percent-encoded, such as %20 for a space
        ws://localhost\\a                 | the character \\ at index 14 | ws://host[:port]/path or wss://host[:port]/path, with other characters percent-encoded, such as %20 for a space
        ws://[::1/?CANARY                 | an invalid IPv6 address at index 9 | ws://host[:port]/path or wss://host[:port]/path, with other characters percent-encoded, such as %20 for a space
        ws://127.1/?CANARY                | the host 127.1            | a host name, an IPv4 address, or an IPv6 address in brackets
        ws://127.0.0.256/?CANARY          | the host 127.0.0.256      | a host name, an IPv4 address, or an IPv6 address in brackets
        ws://１２７.1/?CANARY             | the host 127.1            | a host name, an IPv4 address, or an IPv6 address in brackets
        ws://a..b/?CANARY                 | the host a..b             | a host name, an IPv4 address, or an IPv6 address in brackets
        ws://-a_b/?CANARY                 | the host -a_b             | a host name, an IPv4 address, or an IPv6 address in brackets
        ws://b%C3%BCcher.example/?CANARY  | the host b%C3%BCcher.example | a host name, an IPv4 address, or an IPv6 address in brackets
        ws://straße.example/?CANARY       | the host straße.example   | its punycode (xn--...), because its encoding is ambiguous
        ws://a／b.example/?CANARY         | the host a／b.example     | letters, digits, hyphens and dots, or punycode (xn--...)
        ws://bü_cher.example/?CANARY      | the host bü_cher.example  | letters, digits, hyphens and dots, or punycode (xn--...)
        wss://my_service:4000/?CANARY     | wss to my_service         | a host name of letters, digits, dots, and hyphens that are neither first nor last; give the server such a name, because a certificate cannot contain any other
        """)
    void refusedUriNamesFlawAndRemedy(String uri, String flaw, String accepted) {
        String text = uri.replace("CANARY", CANARY);

        assertThatThrownBy(() -> Configuration.of(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasNoCause()
                .hasMessage("uri: " + flaw + " is not accepted; accepted: " + accepted)
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain(CANARY));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"ws://localhost/a\n", "\tws://localhost/", "ws://localhost/\u0000", "ws://localhost\u00a0/"})
    void invisibleCharacterIsNamed(String uri) {
        assertThatThrownBy(() -> Configuration.of(uri))
                .hasMessageStartingWith("uri: a line break or another invisible character at index ");
    }

    @Test
    void longNamesAreRefused() {
        String label = "a_" + "b".repeat(61);

        assertThat(Configuration.of("ws://" + label + "/").host()).isEqualTo(label);
        assertThatThrownBy(() -> Configuration.of("ws://" + label + "b/")).hasMessageContaining("the host a_bbb");
        assertThatThrownBy(() -> Configuration.of("ws://" + (label + ".").repeat(4) + "/"))
                .hasMessageContaining("the host a_bbb");
    }

    @Test
    void cleartextCredentialsNeedPermissionForEveryHostThatIsNotLoopback() {
        Configuration.builder("WS://ｌocalhost/").param("a", CANARY).build();
        for (String host : new String[] {"my_service", "bücher.example", "localhost_"}) {
            assertThatThrownBy(Configuration.builder("WS://" + host + "/").param("a", CANARY)::build)
                    .hasMessageContaining("allowCleartextCredentials()");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        ?vsn=2.0.0           | true
        ?a&vsn=2.0.0&        | true
        ?vsn=2%2E0.0         | true
        ?vsnx=1.0.0&avsn=1   | true
        ?a=vsn=1.0.0         | true
        ?                    | true
        ?vsn=1.0.0           | false
        ?vsn=2.0.1           | false
        ?vsn=2.0.0&vsn=1.0.0 | false
        ?v%73n=1.0.0         | false
        ?vsn=                | false
        ?vsn                 | false
        """)
    void onlyTheVersionOfTheSerializerIsAllowed(String query, boolean allowed) {
        Configuration configuration = Configuration.of("ws://my_service/socket/websocket" + query);

        assertThat(configuration.allowsVersion("2.0.0", Credentials.none())).isEqualTo(allowed);
    }

    @Test
    void vsnParamIsChecked() {
        Configuration plain = Configuration.of("ws://localhost/");
        Credentials other = Credentials.none().withParam("vsn", "1.0.0");

        assertThat(plain.allowsVersion("2.0.0", other)).isFalse();
        assertThat(plain.allowsVersion("1.0.0", other)).isTrue();
        assertThat(plain.toBuilder().credentials(other).build().allowsVersion("2.0.0", Credentials.none()))
                .isFalse();
    }
}
