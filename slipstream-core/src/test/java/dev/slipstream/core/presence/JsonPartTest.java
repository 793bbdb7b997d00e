package dev.slipstream.core.presence;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonPartTest {

    @Test
    void membersAreFoundWithTheirTexts() {
        JsonPart object = JsonPart.of(
                " {\"a\" : 1 ,\n\"b\":[ {\"c\":\"]}\"} , 2],\"d\":{},\"e\":\"x\\\\\",\"f\":true,\"g\":-1.5e+3}");

        assertThat(object.isObject()).isTrue();
        assertThat(raw(object.members()))
                .containsExactly(
                        Map.entry("a", "1"),
                        Map.entry("b", "[ {\"c\":\"]}\"} , 2]"),
                        Map.entry("d", "{}"),
                        Map.entry("e", "\"x\\\\\""),
                        Map.entry("f", "true"),
                        Map.entry("g", "-1.5e+3"));
        assertThat(object.members().get("a").rawMember()).isEqualTo("\"a\":1");
        assertThat(object.members().get("b").elements().stream().map(JsonPart::raw))
                .containsExactly("{\"c\":\"]}\"}", "2");
        assertThat(object.members().get("d").members()).isEmpty();
    }

    @Test
    void arraysHaveElements() {
        Map<String, JsonPart> members = JsonPart.of("{\"none\":[],\"space\":[ ],\"nested\":[[],[1,[2]],\"a,b\",null]}")
                .members();

        assertThat(members.get("none").elements()).isEmpty();
        assertThat(members.get("space").elements()).isEmpty();
        assertThat(members.get("nested").elements().stream().map(JsonPart::raw))
                .containsExactly("[]", "[1,[2]]", "\"a,b\"", "null");
        assertThat(members.get("nested").isArray()).isTrue();
        assertThat(members.get("nested").elements().get(3).isNull()).isTrue();
    }

    @Test
    void lastMemberOfEqualNamesTakesThePlaceOfTheFirst() {
        assertThat(raw(JsonPart.of("{\"a\":1,\"b\":2,\"\\u0061\":3}").members()))
                .containsExactly(Map.entry("a", "3"), Map.entry("b", "2"));
    }

    @Test
    void stringsAreDecoded() {
        String json = "\"a\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\uD83D\\ude00é\"";

        assertThat(JsonPart.of(json).isString()).isTrue();
        assertThat(JsonPart.of(json).string()).isEqualTo("a\"\\/\b\f\n\r\té😀é");
        assertThat(JsonPart.of("\"\"").string()).isEmpty();
        assertThat(JsonPart.of("\"\\\\\"").string()).isEqualTo("\\");
    }

    @Test
    void deepNestingCostsNoStack() {
        String deep = "[".repeat(1_000_000) + "]".repeat(1_000_000);

        assertThat(JsonPart.of("{\"a\":" + deep + ",\"b\":1}")
                        .members()
                        .get("a")
                        .raw())
                .hasSize(2_000_000);
    }

    /** A serializer should reject these texts. If it accepts them, {@link JsonPart} must still throw no exception. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "[",
                "\"",
                "{\"",
                "{\"a",
                "{\"a\"",
                "{\"a\":",
                "{\"a\":\"",
                "{\"a\":\"\\",
                "{\"a\":\"\\u12",
                "{\"a\":[",
                "{\"a\":[,",
                "{\"a\":[1",
                "{\"a\":}",
                "{\"a\":]}",
                "{\"a\" 1}",
                "{\"a\":1 \"b\":2}",
                "}",
                "{,}",
                "{\"\\\"",
                "{\"a\":[\"\\"
            })
    void brokenTextGivesNoException(String text) {
        JsonPart part = JsonPart.of(text);

        part.members().forEach((name, value) -> {
            assertThat(value.rawMember()).isNotNull();
            value.elements().forEach(element -> assertThat(element.raw()).isNotNull());
            value.members();
            assertThat(!value.isString() || value.string() != null).isTrue();
        });
        part.elements().forEach(JsonPart::raw);
    }

    private static Map<String, String> raw(Map<String, JsonPart> members) {
        return members.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        entry -> entry.getValue().raw(),
                        (first, second) -> second,
                        LinkedHashMap::new));
    }
}
