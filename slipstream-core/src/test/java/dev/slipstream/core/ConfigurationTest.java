package dev.slipstream.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
    private static final Duration BELOW = Duration.ofMillis(-1);

    private static Arguments refused(UnaryOperator<Configuration.Builder> option, String... words) {
        return Arguments.of(option, List.of(words));
    }

    static Stream<Arguments> options() {
        return Stream.of(
                refused(b -> b.credentialsTimeout(Duration.ZERO), "credentialsTimeout", "PT0S", "more than 0"),
                refused(b -> b.connectTimeout(BELOW), "connectTimeout", "PT-0.001S", "more than 0"),
                refused(b -> b.joinTimeout(Duration.ZERO), "joinTimeout", "more than 0"),
                refused(b -> b.leaveTimeout(Duration.ZERO), "leaveTimeout", "more than 0"),
                refused(b -> b.requestTimeout(Duration.ZERO), "requestTimeout", "more than 0"),
                refused(b -> b.closeTimeout(Duration.ZERO), "closeTimeout", "more than 0"),
                refused(b -> b.heartbeatTimeout(Duration.ZERO), "heartbeatTimeout", "more than 0"),
                refused(b -> b.heartbeatInterval(BELOW), "heartbeatInterval", "0 or more"),
                refused(b -> b.stablePeriod(BELOW), "stablePeriod", "0 or more"),
                refused(b -> b.retryAfterLimit(BELOW), "retryAfterLimit", "0 or more"),
                refused(b -> b.maxMessageBytes(0), "maxMessageBytes", "0", "1 or more"),
                refused(b -> b.maxOutboundFrames(0), "maxOutboundFrames", "1 or more"),
                refused(b -> b.maxOutboundBytes(-7), "maxOutboundBytes", "-7", "1 or more"),
                refused(b -> b.maxPending(0), "maxPending", "1 or more"),
                refused(b -> b.authToken(CANARY + "????"), "authToken", "base64", "param"),
                refused(b -> b.authToken(""), "authToken", "0 characters"));
    }

    @ParameterizedTest
    @MethodSource("options")
    void eachOptionSaysWhatItAccepts(UnaryOperator<Configuration.Builder> option, List<String> words) {
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
    void aUriThatIsNoneIsRefusedWithoutItsSecrets(String uri) {
        assertThatThrownBy(() -> Configuration.of(uri))
                .isInstanceOf(IllegalArgumentException.class)
                .hasNoCause()
                .satisfies(e -> assertThat(e.getMessage()).startsWith("uri: ").doesNotContain(CANARY));
    }

    @Test
    void credentialsGoInTheClearToThisHostAloneUnlessThatIsAllowed() {
        Configuration.Builder elsewhere =
                Configuration.builder("ws://example.org/socket/websocket").param("token", CANARY);

        assertThatThrownBy(elsewhere::build)
                .hasMessageContaining("example.org")
                .hasMessageContaining("allowCleartextCredentials")
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain(CANARY));
        assertThatCode(elsewhere.allowCleartextCredentials()::build).doesNotThrowAnyException();
        for (String host : List.of("localhost", "127.0.0.1", "[::1]")) {
            assertThatCode(Configuration.builder("ws://" + host + "/socket").header("x-token", CANARY)::build)
                    .doesNotThrowAnyException();
        }
        assertThatCode(Configuration.builder("wss://example.org/socket").authToken(CANARY)::build)
                .doesNotThrowAnyException();
    }

    @Test
    void nothingSecretIsPrinted() {
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
    void aBuilderIsNotChangedBehindAConfiguration() {
        Configuration.Builder builder = Configuration.builder(URI);
        Configuration first = builder.build();
        builder.joinTimeout(Duration.ofSeconds(1));

        assertThat(first.joinTimeout()).isEqualTo(Duration.ofSeconds(10));
        assertThat(first.toBuilder().maxPending(5).build().maxPending()).isEqualTo(5);
        assertThat(first.maxPending()).isEqualTo(131_072);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a:b", "a\r\nb", "ä"})
    void aHeaderNameIsAToken(String name) {
        assertThatThrownBy(() -> new Header(name, CANARY))
                .hasMessageContaining("token")
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain(CANARY, "\r", "\n"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Host", "upgrade", "Sec-WebSocket-Key", "sec-websocket-protocol", "Content-Length"})
    void whatTheHandshakeWritesIsNobodyElses(String name) {
        assertThatThrownBy(() -> new Header(name, "x")).hasMessageContaining(name);
    }

    @Test
    void aHeaderCannotBeSmuggledIntoAnother() {
        assertThatThrownBy(() -> new Header("x-a", CANARY + "\r\nx-b: 1"))
                .hasMessageContaining("x-a")
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain(CANARY));
        assertThatCode(() -> new Header("x-a", "tab\tand ünicode")).doesNotThrowAnyException();
    }
}
