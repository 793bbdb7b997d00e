package dev.slipstream.core.machine.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipstream.core.Credentials;
import dev.slipstream.core.DisconnectReason;
import dev.slipstream.core.Payload;
import dev.slipstream.core.PlainEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The text of a refusal shows the server's response without the credentials and params of the client. */
class ShownResponseTest {

    private static final Secrets SECRETS = Secrets.of(
            Credentials.none()
                    .withParam("token", "configured-param")
                    .withHeader("Authorization", "Bearer abc.def.ghi")
                    .withHeader("Cookie", "a=7; session=c00k,ie%2Fvalue; q=\"in quotes\"; theme=")
                    .withHeader("Proxy-Authorization", "Basic dXNlcjpvcGVuIHNlc2FtZQ==")
                    .withHeader("X-Signature", "Digest username=\"John Doe\", response=6629fae4"),
            Credentials.none().withAuthToken("the auth key").withParam("pin", "e"),
            "key=in%20the+query&flag");

    private static final Secrets PARAMS = Secrets.of(
            PlainEncoder.json("{\"token\":\"join \\\"secret\\\"\",\"nested\":[{\"pin\":1234567}],\"ok\":true}"));

    private static String shown(String response) {
        return SECRETS.shown(PlainEncoder.json(response), PARAMS).toString();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "{\"reason\":\"unauthorized\"}                | {\"reason\":\"unauthorized\"}",
                "{\"reason\" : [true, null, 12, \"token\"]}   | {\"reason\" : [true, null, 12, \"token\"]}",
                "{\"a\":\"configured-param\"}                 | {\"a\":\"***\"}",
                "{\"a\":\"no configured-param, sorry\"}       | {\"a\":\"no ***, sorry\"}",
                "{\"a\":\"Bearer abc.def.ghi\"}               | {\"a\":\"***\"}",
                "{\"a\":\"abc.def.ghi\"}                      | {\"a\":\"***\"}",
                "{\"configured-param\":1}                     | {\"***\":1}",
                "{\"a\":\"the auth key\"}                   | {\"a\":\"***\"}",
                "{\"a\":\"dGhlIGF1dGgga2V5\"}              | {\"a\":\"***\"}",
                "{\"a\":\"in the+query in%20the+query\"}      | {\"a\":\"*** ***\"}",
                "{\"a\":\"in the query\"}                     | {\"a\":\"***\"}",
                "{\"a\":\"7\",\"b\":7,\"c\":\"no 7\"}           | {\"a\":\"***\",\"b\":***,\"c\":\"no 7\"}",
                "{\"a\":\"<c00k,ie%2Fvalue>\"}               | {\"a\":\"<***>\"}",
                "{\"a\":\"<c00k,ie/value>\"}                 | {\"a\":\"<***>\"}",
                "{\"a\":\"session=c00k,ie%2Fvalue\"}         | {\"a\":\"***\"}",
                "{\"a\":\"cookie in quotes is old\"}         | {\"a\":\"cookie *** is old\"}",
                "{\"a\":\"Basic dXNlcjpvcGVuIHNlc2FtZQ==\"}  | {\"a\":\"***\"}",
                "{\"a\":\"no dXNlcjpvcGVuIHNlc2FtZQ==!\"}    | {\"a\":\"no ***!\"}",
                "{\"a\":\"no user:open sesame\"}             | {\"a\":\"no ***\"}",
                "{\"a\":\"user\",\"b\":\"not open sesame\"}   | {\"a\":\"***\",\"b\":\"not ***\"}",
                "{\"a\":\"John Doe\",\"b\":\"is 6629fae4\"}   | {\"a\":\"***\",\"b\":\"is ***\"}",
                "{\"a\":\"join \\\"secret\\\" is bad\"}       | {\"a\":\"*** is bad\"}",
                "{\"a\":\"\\u006aoin \\u0022secret\\u0022\"}  | {\"a\":\"***\"}",
                "{\"a\":[1234567,12345678,-1234567,123]}      | {\"a\":[***,***8,-***,123]}",
                "{\"a\":\"e\",\"b\":\"we are\"}               | {\"a\":\"***\",\"b\":\"we are\"}",
                "{\"a\":\"line\\nfeed \\\"quoted\\\" \\\\\"}  | {\"a\":\"line\\u000afeed \\\"quoted\\\" \\\\\"}",
            })
    void secretsAreMasked(String response, String text) {
        assertThat(shown(response)).isEqualTo(text);
    }

    @Test
    void wordsOfASecretAreMasked() {
        Secrets secrets = Secrets.of(
                Credentials.none().withHeader("Authorization", "Bearer eyJhbG.eyJz-x_y.c2lnbg"),
                Credentials.none(),
                "");

        assertThat(secrets.shown(PlainEncoder.json("\"token eyJz-x_y of eyJhbG.eyJz-x_y.c2lnbg is old\""), PARAMS))
                .hasToString("\"token *** of *** is old\"");
    }

    @Test
    void textIsCutAfterSecretsAreMasked() {
        String long200 = "x".repeat(190);

        assertThat(shown("\"" + long200 + "configured-param\"")).isEqualTo("\"" + long200 + "***\"");
        assertThat(shown("\"" + "y".repeat(300) + "\"")).isEqualTo("\"" + "y".repeat(199) + "...");
    }

    @Test
    void largeAndBinaryResponsesShowOnlyTheirSize() {
        assertThat(shown("\"" + "x".repeat(20_000) + "\"")).isEqualTo("json(20002 bytes)");
        assertThat(SECRETS.shown(Payload.binary(new byte[] {1, 2}), PARAMS)).hasToString("binary(2 bytes)");
    }

    /** A server may send many errors, and most of their texts are never read. */
    @Test
    void textIsMadeWhenItIsFirstRead() {
        List<String> made = new ArrayList<>();
        Payload response = new ShownResponse((Payload.Json) PlainEncoder.json("{}"), 0, () -> {
            made.add("once");
            return "the text";
        });

        assertThat(response.size() + response.retainedBytes()).isPositive();
        assertThat(made).isEmpty();
        assertThat(response).hasToString("the text").hasToString("the text");
        assertThat(made).containsExactly("once");
    }

    @Test
    void arrivingResponseIsNotRead() {
        Payload response = SECRETS.shown(new UnreadJson(), PARAMS, new UnreadJson());

        assertThatThrownBy(response::toString).hasMessage("read");
    }

    @Test
    void threadsThatReadAtOnceSeeTheText() {
        for (int round = 0; round < 500; round++) {
            Payload response = SECRETS.shown(PlainEncoder.json("\"configured-param\""), PARAMS);

            assertThat(IntStream.range(0, 4).parallel().mapToObj(reader -> response.toString()))
                    .containsOnly("\"***\"");
        }
    }

    @Test
    void memoryOfResponseIsTheSameAfterItIsRead() {
        Payload pushed = PlainEncoder.json("\"pushed\"");
        Payload response = SECRETS.shown(PlainEncoder.json("\"configured-param\""), PARAMS, pushed);
        long before = response.retainedBytes();

        assertThat(response).hasToString("\"***\"");
        assertThat(response.retainedBytes())
                .isEqualTo(before)
                .isEqualTo(PlainEncoder.json("\"configured-param\"").retainedBytes() + pushed.retainedBytes());
    }

    @Test
    void stringsOfThePushedPayloadAreMasked() {
        Payload pushed = PlainEncoder.json("{\"card\":\"4111 1111\",\"cvc\":123,\"note\":\"\"}");

        assertThat(SECRETS.shown(
                        PlainEncoder.json("[\"no 4111 1111\",123,\"card\",\"configured-param\"]"), PARAMS, pushed))
                .hasToString("[\"no ***\",***,\"card\",\"***\"]");
        assertThat(SECRETS.shown(
                        PlainEncoder.json("[\"no 4111\"]"),
                        PARAMS,
                        Payload.binary("4111".getBytes(StandardCharsets.UTF_8))))
                .hasToString("[\"no ***\"]");
        assertThat(SECRETS.shown(PlainEncoder.json("[\"no 4111\"]"), PARAMS, new Payload.Omitted(7)))
                .hasToString("json(11 bytes)");
    }

    /** If there are too many secrets, none are remembered, so the text shows only kind and size. */
    @Test
    void responsesShowOnlyTheirSizeIfThereAreTooManySecrets() {
        Secrets most = Secrets.of(PlainEncoder.json(numbers(1_024)));
        Secrets tooMany = Secrets.of(PlainEncoder.json(numbers(1_025)));
        Secrets words = Secrets.of(PlainEncoder.json(
                numbers(1_025).replace(",", " ").replace("[", "\"").replace("]", "\"")));
        Secrets cookies = Secrets.of(
                Credentials.none().withHeader("Cookie", numbers(1_025).replace(",", ";")), Credentials.none(), "");

        assertThat(SECRETS.shown(PlainEncoder.json("[1000007]"), most)).hasToString("[***]");
        assertThat(List.of(
                        SECRETS.shown(PlainEncoder.json("[1000007]"), tooMany),
                        SECRETS.shown(PlainEncoder.json("[1000007]"), words),
                        cookies.shown(PlainEncoder.json("[1000007]"), PARAMS)))
                .allSatisfy(shown -> assertThat(shown).hasToString("json(9 bytes)"));
    }

    @Test
    void credentialsInACloseReasonAreMasked() {
        Secrets tooMany = Secrets.of(
                Credentials.none().withHeader("Cookie", numbers(1_025).replace(",", ";")), Credentials.none(), "");

        assertThat(SECRETS.shown(new DisconnectReason.Closed(4001, "expired: the auth key, configured-param")))
                .isEqualTo(new DisconnectReason.Closed(4001, "expired: ***, ***"));
        assertThat(SECRETS.shown(new DisconnectReason.Closed(1012, "service restart")))
                .isEqualTo(new DisconnectReason.Closed(1012, "service restart"));
        assertThat(tooMany.shown(new DisconnectReason.Closed(4001, "expired")))
                .isEqualTo(new DisconnectReason.Closed(4001, "7 chars"));
        assertThat(tooMany.shown(new DisconnectReason.Closed(1000, "")))
                .isEqualTo(new DisconnectReason.Closed(1000, ""));
    }

    /** A JSON array of distinct numbers, each with seven digits. */
    private static String numbers(int count) {
        return IntStream.range(1_000_000, 1_000_000 + count)
                .boxed()
                .toList()
                .toString()
                .replace(" ", "");
    }

    @Test
    void responsesToAJoinWithLargeParamsShowOnlyTheirSize() {
        Secrets large = Secrets.of(PlainEncoder.json("\"" + "x".repeat(70_000) + "\""));

        assertThat(SECRETS.shown(PlainEncoder.json("{}"), large)).hasToString("json(2 bytes)");
        assertThat(SECRETS.shown(PlainEncoder.json("{}"), Secrets.of(Payload.binary(new byte[] {1}))))
                .hasToString("{}");
    }

    /** In random texts, random secrets are masked wherever they occur, and nothing else is masked. */
    @Test
    void eachOccurrenceIsFound() {
        Random random = new Random(1);
        for (int i = 0; i < 2_000; i++) {
            String secret = random.ints(4 + random.nextInt(5), 'a', 'c')
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString();
            String text = random.ints(20, 'a', 'c')
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .insert(random.nextInt(20), secret)
                    .toString();

            String masked = masked(text, secret);

            assertThat(masked).as("%s in %s", secret, text).contains("***").doesNotContain(secret);
            assertThat(text)
                    .startsWith(masked.substring(0, masked.indexOf('*')))
                    .endsWith(masked.substring(masked.lastIndexOf('*') + 1));
            assertThat(masked(text, secret + "d")).isEqualTo(text);
        }
    }

    private static String masked(String text, String... secrets) {
        return Fingerprints.masked(text, List.of(Fingerprints.of(List.of(secrets))));
    }

    /**
     * The search first looks for the first four chars of each secret. These secrets begin with the same chars, or
     * overlap in the text.
     */
    @Test
    void secretsThatBeginAlikeOrOverlapAreMasked() {
        assertThat(masked("user-1 user-12 user-123", "user-12", "user-1234")).isEqualTo("user-1 *** ***3");
        assertThat(masked("abcdefgh", "abcd", "cdefg")).isEqualTo("***h");
        assertThat(masked("aaaaaaaaaaab", "aaaaa", "aaaa")).isEqualTo("***b");
        assertThat(masked("the end: abc", "abcd", "d: ab")).isEqualTo("the en***c");
        assertThat(masked("", "abcd")).isEmpty();
    }

    /** Only {@code toString} differs from the original response. */
    @Test
    void responseIsOtherwiseUnchanged() {
        Payload response = PlainEncoder.json("{\"reason\":\"configured-param\"}");

        Payload shown = SECRETS.shown(response, PARAMS);

        assertThat(shown).isEqualTo(response).hasSameHashCodeAs(response);
        assertThat(shown.text()).isEqualTo(response.text());
        assertThat(shown.size()).isEqualTo(response.size());
        assertThat(shown.as(String.class)).isEqualTo(response.as(String.class));
        assertThat(shown.isEmptyObject()).isFalse();
        assertThat(SECRETS.toString()).doesNotContain("configured");
    }
}
