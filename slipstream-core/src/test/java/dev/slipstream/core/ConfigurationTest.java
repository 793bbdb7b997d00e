package dev.slipstream.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigurationTest {

    private static final String URI = "ws://localhost:4000/socket/websocket";
    private static final String CANARY = "canary-5f3a";

    private static Arguments refused(UnaryOperator<Configuration.Builder> option, String... words) {
        return Arguments.of(option, List.of(words));
    }

    static Stream<Arguments> options() {
        return Stream.of(
                refused(b -> b.maxMessageBytes(0), "maxMessageBytes: 0 is not accepted; accepted: 1 or more"),
                refused(b -> b.maxOutboundFrames(0), "maxOutboundFrames: 0 is not accepted; accepted: 1 or more"),
                refused(b -> b.maxOutboundBytes(-7), "maxOutboundBytes: -7 is not accepted; accepted: 1 or more"),
                refused(b -> b.maxPending(0), "maxPending: 0 is not accepted; accepted: 1 or more"),
                refused(
                        b -> b.authToken(CANARY + "????"),
                        "authToken: a token of 15 characters, whose base64 has a /, is not accepted; accepted: a"
                                + " token that is not empty and whose base64 has no /"),
                refused(b -> b.authToken(""), "authToken: a token of 0 characters is not accepted"));
    }

    @ParameterizedTest
    @MethodSource("options")
    void rejectedValuesNameAcceptedValues(UnaryOperator<Configuration.Builder> option, List<String> words) {
        Configuration.Builder builder = option.apply(Configuration.builder(URI + "?token=" + CANARY));

        assertThatThrownBy(builder::build)
                .isInstanceOf(IllegalArgumentException.class)
                .satisfies(e -> assertThat(e.getMessage()).contains(words).doesNotContain(CANARY));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://localhost/socket?t=" + CANARY,
                "ws:///socket?t=" + CANARY,
                "ws://localhost:0/socket?t=" + CANARY,
                "ws://localhost:65536/socket?t=" + CANARY,
                "ws://user:" + CANARY + "@localhost/socket",
                "ws://localhost/socket#" + CANARY,
                "ws://localhost/ " + CANARY,
                CANARY
            })
    void invalidUriIsRejectedWithoutItsSecrets(String uri) {
        assertThatThrownBy(() -> Configuration.of(uri))
                .isInstanceOf(IllegalArgumentException.class)
                .hasNoCause()
                .satisfies(e -> assertThat(e.getMessage())
                        .matches("uri: .+ is not accepted; accepted: .+")
                        .doesNotContain(CANARY));
    }

    @Test
    void cleartextCredentialsNeedLoopbackOrPermission() {
        Configuration.Builder elsewhere =
                Configuration.builder("ws://example.org/socket/websocket").param("token", CANARY);

        assertThatThrownBy(elsewhere::build)
                .hasMessageContaining("example.org")
                .hasMessageContaining("allowCleartextCredentials")
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain(CANARY));
        assertThatCode(elsewhere.allowCleartextCredentials()::build).doesNotThrowAnyException();
        assertThatCode(Configuration.builder("wss://example.org/socket").authToken(CANARY)::build)
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "LocalHost",
                "127.0.0.1",
                "127.255.0.7",
                "[::1]",
                "[0:0:0:0:0:0:0:1]",
                "[0000::0001]",
                "[0::0:1]",
                "[::0.0.0.1]"
            })
    void cleartextCredentialsAreAllowedOverLoopback(String host) {
        assertThatCode(Configuration.builder("ws://" + host + ":4000/socket").header("x-token", CANARY)::build)
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1.evil.example",
                "127.evil.example",
                "localhost.evil.example",
                "evil-localhost",
                "128.0.0.1",
                "10.127.0.1",
                "[::2]",
                "[1::1]",
                "[::11]",
                "[1::]",
                "[::10]",
                "[::ffff:127.0.0.1]",
                "[2001:db8::1]"
            })
    void hostThatOnlyLooksLikeLoopbackIsRemote(String host) {
        assertThatThrownBy(Configuration.builder("ws://" + host + "/socket").header("x-token", CANARY)::build)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("ws to " + host + " with credentials");
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.1", "127.0.0.256", "127.0.0.1.", "[0.1]", "[01]", "[::1"})
    void invalidAddressIsNotAHost(String host) {
        assertThatThrownBy(Configuration.builder("ws://" + host + "/socket").header("x-token", CANARY)::build)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("uri: ");
    }

    private static Arguments absent(String named, UnaryOperator<Configuration.Builder> option) {
        return Arguments.of(named, option);
    }

    @SuppressWarnings("NullAway") // passes null, like a caller without null checks
    static Stream<Arguments> absentOptions() {
        return Stream.of(
                absent("uri", b -> Configuration.builder((String) null)),
                absent("uri", b -> Configuration.builder((URI) null)),
                absent("param name", b -> b.param(null, "x")),
                absent("param value", b -> b.param("x", null)),
                absent("header name", b -> b.header(null, "x")),
                absent("header value", b -> b.header("x", null)),
                absent("authToken", b -> b.authToken(null)),
                absent("credentials", b -> b.credentials(null)),
                absent("credentialsSupplier", b -> b.credentialsSupplier(null)),
                absent("credentialsTimeout", b -> b.credentialsTimeout(null)),
                absent("connectTimeout", b -> b.connectTimeout(null)),
                absent("joinTimeout", b -> b.joinTimeout(null)),
                absent("leaveTimeout", b -> b.leaveTimeout(null)),
                absent("requestTimeout", b -> b.requestTimeout(null)),
                absent("closeTimeout", b -> b.closeTimeout(null)),
                absent("heartbeatInterval", b -> b.heartbeatInterval(null)),
                absent("heartbeatTimeout", b -> b.heartbeatTimeout(null)),
                absent("reconnectBackoff", b -> b.reconnectBackoff(null)),
                absent("rejoinBackoff", b -> b.rejoinBackoff(null)),
                absent("reconnectPolicy", b -> b.reconnectPolicy(null)),
                absent("stablePeriod", b -> b.stablePeriod(null)),
                absent("retryAfterLimit", b -> b.retryAfterLimit(null)),
                absent("tls", b -> b.tls(null)),
                absent("proxy", b -> b.proxy(null)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("absentOptions")
    void nullOptionIsNamed(String named, UnaryOperator<Configuration.Builder> option) {
        Configuration.Builder builder = Configuration.builder(URI);

        assertThatThrownBy(() -> option.apply(builder))
                .isInstanceOf(NullPointerException.class)
                .hasMessage(named);
    }

    @Test
    void secretsAreNotPrinted() {
        Configuration configuration = Configuration.builder(URI + "?token=" + CANARY)
                .param("p", CANARY)
                .header("h", CANARY)
                .authToken(CANARY)
                .build();

        assertThat(configuration).hasToString("Configuration[ws://localhost:4000/socket/websocket]");
        assertThat(configuration.credentials().toString()).doesNotContain(CANARY);
        assertThat(new Header("h", CANARY).toString()).doesNotContain(CANARY);
        assertThat(new Command.OpenConnection(configuration, configuration.credentials()).toString())
                .doesNotContain(CANARY);
    }

    @Test
    void defaultsAreAsDocumented() {
        Configuration standard = Configuration.of(URI);

        assertThat(Stream.of(
                        standard.credentialsTimeout(),
                        standard.connectTimeout(),
                        standard.joinTimeout(),
                        standard.leaveTimeout(),
                        standard.requestTimeout(),
                        standard.heartbeatTimeout(),
                        standard.stablePeriod()))
                .containsOnly(Duration.ofSeconds(10));
        assertThat(standard.closeTimeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(standard.heartbeatInterval()).isEqualTo(Duration.ofSeconds(30));
        assertThat(standard.retryAfterLimit()).isEqualTo(Duration.ofMinutes(5));
        assertThat(List.of(
                        standard.maxMessageBytes(),
                        standard.maxOutboundFrames(),
                        standard.maxOutboundBytes(),
                        standard.maxPending()))
                .containsExactly(8 << 20, 4_096, 16 << 20, 131_072);
        assertThat(standard.tls()).isEmpty();
        assertThat(standard.proxy()).isEmpty();
        assertThat(standard.credentials()).isEqualTo(Credentials.none());
        for (int attempt = 1; attempt < 9; attempt++) {
            assertThat(standard.reconnectBackoff().window(attempt, true))
                    .isEqualTo(Backoff.standard().window(attempt, true));
            assertThat(standard.rejoinBackoff().window(attempt, false))
                    .isEqualTo(Backoff.standard().window(attempt, false));
        }
    }

    @Test
    void builderDoesNotChangeBuiltConfiguration() {
        Configuration.Builder builder = Configuration.builder(URI);
        Configuration first = builder.build();
        builder.joinTimeout(Duration.ofSeconds(1));

        assertThat(first.joinTimeout()).isEqualTo(Duration.ofSeconds(10));
        assertThat(first.toBuilder().maxPending(5).build().maxPending()).isEqualTo(5);
        assertThat(first.maxPending()).isEqualTo(131_072);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a:b", "a\r\nb", "ä"})
    void headerNameMustBeToken(String name) {
        assertThatThrownBy(() -> new Header(name, CANARY))
                .hasMessageContaining("token")
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain(CANARY, "\r", "\n"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Host", "upgrade", "Sec-WebSocket-Key", "sec-websocket-protocol", "Content-Length"})
    void headersOfHandshakeAreRejected(String name) {
        assertThatThrownBy(() -> new Header(name, "x")).hasMessageContaining(name);
    }

    @Test
    void headerCannotContainLineBreaks() {
        assertThatThrownBy(() -> new Header("x-a", CANARY + "\r\nx-b: 1"))
                .hasMessageContaining("x-a")
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain(CANARY));
        assertThatCode(() -> new Header("x-a", "tab\tand space ~!")).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u0000", "\u001b[2J", "\u001f", "\u007f", "\u0085", "ü", "\u010d", "\u010a", "\ud800"})
    void headerValueMustBePrintableAscii(String odd) {
        assertThatThrownBy(() -> new Header("x-a", CANARY + odd))
                .isInstanceOf(IllegalArgumentException.class)
                .satisfies(e -> assertThat(e.getMessage()).contains("x-a").doesNotContain(CANARY, odd));
    }
}
