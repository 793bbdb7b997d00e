package dev.slipstream.serializer.jackson;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.annotation.JsonIgnoreType;
import com.fasterxml.jackson.annotation.JsonRawValue;
import dev.slipstream.core.Payload;
import dev.slipstream.core.serializer.MalformedFrameException;
import dev.slipstream.core.transport.Frame;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

/** The serializer refuses values that Phoenix would misread or cannot read, and names their place. */
class RefusedValuesTest {

    private static final String SURROGATE = ": a string has a lone surrogate (half of a character), which Phoenix"
            + " cannot read; cut strings between characters only, or replace the surrogate";

    record Area(String name, @Nullable Object more) {}

    record House(List<Area> rooms) {}

    record Numbers(double[] doubles, float single) {}

    record Raw(@JsonRawValue String json) {}

    record Nothing() {}

    @JsonIgnoreType
    static final class Annotated {}

    static final class Fieldless {}

    static Stream<JacksonSerializer> serializers() {
        return Stream.of(
                JacksonSerializer.standard(),
                JacksonSerializer.of(JsonMapper.builder().build()),
                JacksonSerializer.of(JsonMapper.builder()
                        .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
                        .build()));
    }

    // --- strings ----------------------------------------------------------------------------------------------------

    @ParameterizedTest
    @MethodSource("serializers")
    void loneSurrogatesAreRefusedWithTheirPlace(JacksonSerializer serializer) {
        House house = new House(List.of(new Area("a", null), new Area("b🐢", null), new Area("secret\uD83D", null)));

        refused(serializer, house)
                .withMessage("cannot encode a " + House.class.getTypeName() + " as JSON at rooms[2].name" + SURROGATE);
        refused(serializer, Map.of("secret", List.of("x", "secret\uDC22")))
                .withMessageContaining(" at [*][1]: a string");
        for (String text : List.of("\uD800", "🐢\uDC22x", "\uD83D\uD83D\uDC22", "\uDC22\uD83D", "\uDFFF")) {
            refused(serializer, text).withMessage("cannot encode a java.lang.String as JSON" + SURROGATE);
            refused(serializer, new Area("x", new String[] {"x", text})).withMessageContaining(" at more");
            refused(serializer, new Area("x", text.toCharArray())).withMessageContaining(" at more: a string");
            refused(serializer, List.of(JsonNodeFactory.instance.stringNode(text)))
                    .withMessageContaining(" at [0]: ");
        }
        refused(serializer, 'x' == 'y' ? 'x' : '\uD800').withMessageContaining("a string has a lone surrogate");
    }

    @ParameterizedTest
    @MethodSource("serializers")
    void loneSurrogatesInKeysAreRefused(JacksonSerializer serializer) {
        refused(serializer, Map.of("secret\uDFFF", 1))
                .withMessageEndingWith(" as JSON at [*]: a key has a lone surrogate");
        refused(serializer, new Area("x", Map.of("secret\uDFFF", 1))).withMessageContaining(" at more");
    }

    @ParameterizedTest
    @MethodSource("serializers")
    void wholeCharactersAreWritten(JacksonSerializer serializer) {
        String text = "🐢\\uD800 \\ \" \u0000 \uFFFF NaN\" Infinity\"";

        assertThat(serializer
                        .encode(new Area(text, List.of("NaN", "-Infinity")))
                        .as(Area.class))
                .isEqualTo(new Area(text, List.of("NaN", "-Infinity")));
    }

    @ParameterizedTest
    @MethodSource("serializers")
    void loneSurrogatesInRawJsonAreRefused(JacksonSerializer serializer) {
        for (String lone : List.of("\\ud800", "\\uD83D\uDC22", "\uD83D" + "\\udc22", "\\udc22\\ud83d", "\uDFFF")) {
            assertThatExceptionOfType(IllegalArgumentException.class)
                    .isThrownBy(() -> serializer.raw("[\"🐢\\\\ud800\\ud83d\\udc22\",\"" + lone + "\"]"))
                    .withMessageMatching("cannot send a payload \\(JSON, \\d\\d bytes\\): at char 26 a string has .*");
        }
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> serializer.raw("{\"\uD800\":1}"))
                .withMessageStartingWith("cannot send a payload (JSON, 8 bytes): at char 2 a string has a lone");
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> serializer.raw("{\"\\ud800\":1}"))
                .withMessageStartingWith("the JSON has a lone surrogate in a key, at char ");
        assertThat(serializer.raw("\"\\\\ud800\"").text()).isEqualTo("\"\\\\ud800\"");
    }

    /** JSON allows an escaped lone surrogate, so a client may receive one. */
    @Test
    void receivedPayloadWithALoneSurrogateIsReadButNotSent() throws MalformedFrameException {
        JacksonSerializer serializer = JacksonSerializer.standard();
        Payload received = serializer
                .decode(new Frame.Text("[null,null,\"t\",\"e\",{\"name\":\"secret\\ud83d\"}]"))
                .payload();

        assertThat(received.as(Area.class).name()).isEqualTo("secret\uD83D");
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> serializer.encode(received))
                .withMessageStartingWith("cannot send a payload (JSON, 23 bytes): at char 15 a string has a lone");
        refused(serializer, new Area("x", received)).withMessageContaining(" at more" + SURROGATE);
        refused(serializer, new Raw("\"secret\\ud83d\"")).withMessageContaining(" at json" + SURROGATE);
    }

    // --- numbers ----------------------------------------------------------------------------------------------------

    @ParameterizedTest
    @MethodSource("serializers")
    void numbersThatJsonLacksAreRefusedWithTheirPlace(JacksonSerializer serializer) {
        refused(serializer, Double.NaN)
                .withMessage("cannot encode a java.lang.Double as JSON: NaN is no JSON number;"
                        + " send null, a string or another number");
        refused(serializer, Float.NEGATIVE_INFINITY).withMessageContaining(" as JSON: -Infinity is no JSON number");
        refused(serializer, Map.of("secret", List.of(1.5, Double.POSITIVE_INFINITY)))
                .withMessageContaining(" at [*][1]: Infinity is no JSON number");
        refused(serializer, new Numbers(new double[] {1, Double.NaN}, 1)).withMessageContaining(" at doubles");
        refused(serializer, new Numbers(new double[] {}, Float.NaN))
                .withMessageContaining(" at single: NaN is no JSON");
        refused(serializer, JsonNodeFactory.instance.objectNode().put("secret", Double.NaN))
                .withMessageContaining("NaN is no JSON number");
    }

    /** Phoenix reads a number with a fraction or an exponent as a double, and closes the connection if it is larger. */
    @ParameterizedTest
    @MethodSource("serializers")
    void numbersBeyondTheRangeOfADoubleAreRefusedWithTheirPlace(JacksonSerializer serializer) {
        String why = "a number is too large for a double, so Phoenix cannot read it; send it as a string";
        refused(serializer, new BigDecimal("1e400")).withMessageEndingWith(" as JSON: " + why);
        refused(serializer, Map.of("secret", List.of(1, new BigDecimal("-2.5e308"))))
                .withMessageContaining(" at [*][1]: " + why);
        refused(serializer, new BigDecimal("9".repeat(400) + ".5")).withMessageEndingWith(why);
        refused(serializer, JsonNodeFactory.instance.numberNode(new BigDecimal("1e400")))
                .withMessageEndingWith(why);
        refused(serializer, new Raw("[1e400]")).withMessageEndingWith(" at json: " + why);
        for (String json : List.of("1e400", "[\"1e400\\\"\",-1E+400]", "{\"n\":" + "9".repeat(400) + ".0}")) {
            assertThatExceptionOfType(IllegalArgumentException.class)
                    .isThrownBy(() -> serializer.raw(json))
                    .withMessageMatching("cannot send a payload \\(JSON, \\d+ bytes\\): at char \\d+ " + why);
        }

        BigDecimal integer = new BigDecimal("9".repeat(400));
        assertThat(serializer.encode(integer).text()).isEqualTo(integer.toString());
        assertThat(serializer.raw(integer.toString()).text()).isEqualTo(integer.toString());
        for (String number : List.of("1.7E+308", "1E-400", "-0.5")) {
            assertThat(serializer.encode(new BigDecimal(number)).text()).isEqualTo(number);
            assertThat(serializer.encode(new Raw(number)).text()).isEqualTo("{\"json\":" + number + "}");
            assertThat(serializer.raw(number).text()).isEqualTo(number);
        }
    }

    /** Jackson writes the value of {@code @JsonRawValue} without a check. */
    @ParameterizedTest
    @MethodSource("serializers")
    void invalidRawValueIsNotMistakenForALargeNumber(JacksonSerializer serializer) {
        for (String invalid : List.of("\"open", "\"1e400\\", "1e", "1-2e", "-")) {
            assertThat(serializer.encode(new Raw(invalid)).text()).isEqualTo("{\"json\":" + invalid + "}");
        }
    }

    // --- classes ----------------------------------------------------------------------------------------------------

    @ParameterizedTest
    @MethodSource("serializers")
    void classesWithoutPropertiesAreRefusedByName(JacksonSerializer serializer) {
        refused(serializer, new Object())
                .withMessage("cannot encode a java.lang.Object as JSON: java.lang.Object has no properties (no getter,"
                        + " no public field), so it would be sent as {}; pass a record or a map, or push without a"
                        + " payload");
        refused(serializer, Map.of("secret", List.of(new Fieldless())))
                .withMessageContaining(" at [*][0]: " + Fieldless.class.getTypeName() + " has no properties");
        refused(serializer, new Area("x", Optional.of(new Object()))).withMessageContaining(" at more");
        refused(serializer, new Object[] {1, new Object()}).withMessageContaining(" at [1]: java.lang.Object");
        refused(serializer, JsonMapper.builder().build()).withMessageContaining("JsonMapper has no properties");

        assertThat(serializer.encode(new Nothing()).text()).isEqualTo("{}");
        assertThat(serializer.encode(new Annotated()).text()).isEqualTo("{}");
        assertThat(serializer.encode(new HashMap<>()).text()).isEqualTo("{}");
    }

    private static ThrowableAssertAlternative<IllegalArgumentException> refused(
            JacksonSerializer serializer, Object value) {
        List<Object> nested = new ArrayList<>(Arrays.asList("x", value));
        assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> serializer.encode(nested));
        return assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> serializer.encode(value))
                .withMessageStartingWith("cannot encode a " + EncodingTest.named(value) + " as JSON")
                .withNoCause()
                .satisfies(thrown -> assertThat(thrown.getMessage()).doesNotContain("secret"));
    }
}
