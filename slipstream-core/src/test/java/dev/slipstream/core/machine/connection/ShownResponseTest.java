package dev.slipstream.core.machine.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.core.Credentials;
import dev.slipstream.core.Payload;
import dev.slipstream.core.PlainEncoder;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The text of a refusal shows what the server said, without what the client sent to authenticate itself. */
class ShownResponseTest {

    private static final Secrets SECRETS = Secrets.of(
            Credentials.none().withParam("token", "configured-param").withHeader("Authorization", "Bearer abc.def.ghi"),
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

    /** Too many strings to remember. */
    @Test
    void responsesToAJoinWithLargeParamsShowOnlyTheirSize() {
        Secrets large = Secrets.of(PlainEncoder.json("\"" + "x".repeat(70_000) + "\""));

        assertThat(SECRETS.shown(PlainEncoder.json("{}"), large)).hasToString("json(2 bytes)");
        assertThat(SECRETS.shown(PlainEncoder.json("{}"), Secrets.of(Payload.binary(new byte[] {1}))))
                .hasToString("{}");
    }

    /** Random texts hide each other exactly where they occur. */
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

            String masked = Fingerprints.of(List.of(secret)).masked(text);

            assertThat(masked).as("%s in %s", secret, text).contains("***").doesNotContain(secret);
            assertThat(text)
                    .startsWith(masked.substring(0, masked.indexOf('*')))
                    .endsWith(masked.substring(masked.lastIndexOf('*') + 1));
            assertThat(Fingerprints.of(List.of(secret + "d")).masked(text)).isEqualTo(text);
        }
    }

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
