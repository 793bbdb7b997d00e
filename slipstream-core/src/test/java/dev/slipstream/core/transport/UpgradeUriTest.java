package dev.slipstream.core.transport;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UpgradeUriTest {

    @ParameterizedTest
    @CsvSource({
        "ws://localhost, localhost, 80, localhost, /, true",
        "WSS://localhost:1?a, localhost, 1, localhost:1, /?a, true",
        "wss://[::1]:4000/a?b=%2f, [::1], 4000, [::1]:4000, /a?b=%2f, true",
        "ws://[fe80::1%eth0]:4000/, [fe80::1%eth0], 4000, [fe80::1]:4000, /, true",
        "ws://my_service:4000/ä?ö, my_service, 4000, my_service:4000, /%C3%A4?%C3%B6, false",
        "ws://bücher.example//a, xn--bcher-kva.example, 80, xn--bcher-kva.example, //a, true"
    })
    void partsAreAsciiAndOtherwiseUnchanged(
            String text, String host, int port, String authority, String target, boolean standard) {
        UpgradeUri uri = UpgradeUri.of(text);

        assertThat(uri.host()).isEqualTo(host);
        assertThat(uri.port()).isEqualTo(port);
        assertThat(uri.authority()).isEqualTo(authority);
        assertThat(uri.target()).isEqualTo(target);
        assertThat(uri.hasStandardHost()).isEqualTo(standard);
        assertThat(uri.text()).matches("wss?://.*").contains("://" + host);
    }

    /** A signed query must arrive as it was given, so a decomposed character stays decomposed. */
    @Test
    void decomposedCharactersStayDecomposed() {
        assertThat(UpgradeUri.of("ws://localhost/a\u0308?o\u0308=\ud83d\ude00").target())
                .isEqualTo("/a%CC%88?o%CC%88=%F0%9F%98%80");
    }

    @Test
    void toStringOmitsTheQuery() {
        assertThat(UpgradeUri.of("WSS://my.example:1/a?token=secret")).hasToString("wss://my.example:1/a");
    }

    @Test
    void equalUrisHaveEqualTexts() {
        assertThat(UpgradeUri.of("ws://a/?b"))
                .isEqualTo(UpgradeUri.of("WS://a/?b"))
                .hasSameHashCodeAs(UpgradeUri.of("WS://a/?b"))
                .isNotEqualTo(UpgradeUri.of("ws://a/?c"))
                .isNotEqualTo("ws://a/?b");
    }
}
