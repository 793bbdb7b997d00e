package dev.slipstream.serializer.jackson;

import static dev.slipstream.serializer.jackson.Received.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.slipstream.core.Payload;
import dev.slipstream.core.PayloadMismatchException;
import dev.slipstream.core.TypeRef;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

class JsonPayloadTest {

    record Chat(String userName, int age, @Nullable List<Chat> friends) {

        Chat {
            if (age < 0) {
                throw new IllegalStateException("the secret age is " + age);
            }
        }
    }

    private static final String CHAT = "{\"userName\":\"ż\",\"age\":7,\"friends\":[{\"userName\":\"x\",\"age\":8}]}";

    @Test
    void jsonIsDecodedAsTheRequestedType() {
        Chat friend = new Chat("x", 8, null);
        Payload chat = json(CHAT);

        assertThat(chat.as(Chat.class)).isEqualTo(new Chat("ż", 7, List.of(friend)));
        assertThat(chat.as(JsonNode.class).at("/friends/0/age").asInt()).isEqualTo(8);
        assertThat(chat.as(new TypeRef<Map<String, Object>>() {})).isEqualTo(chat.as(Map.class));
        assertThat(json("[" + CHAT + "]").asList(Chat.class)).containsExactly(chat.as(Chat.class));
        assertThat(json("[]").asList(Chat.class)).isEmpty();
        assertThat(json(" 7 ").as(int.class)).isEqualTo(7);
        assertThat(json("\"a\\ud800b\"").as(String.class)).isEqualTo("a\uD800b");
        assertThat(json("null").as(new TypeRef<Optional<String>>() {})).isEqualTo(Optional.empty());
        assertThat(json("null").as(JsonNode.class).isNull()).isTrue();
        assertThat(json("{\"a\":1,\"a\":2}").as(Object.class)).isEqualTo(Map.of("a", 2));
    }

    @Test
    void numbersAreExactIfTheirTypeIs() {
        assertThat(json("9223372036854775808").as(BigInteger.class)).isEqualTo(BigInteger.TWO.pow(63));
        assertThat(json("9223372036854775807").as(long.class)).isEqualTo(Long.MAX_VALUE);
        assertThat(json("0.1000").as(BigDecimal.class)).isEqualTo(new BigDecimal("0.1000"));
        assertThat(json("1e1000000000").as(BigDecimal.class)).isEqualTo(new BigDecimal("1e1000000000"));
        assertThat(json("1e400").as(double.class)).isInfinite();
        mismatch(() -> json("9223372036854775808").as(long.class));
        mismatch(() -> json("1e1000000000").as(BigInteger.class));
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', textBlock = """
            {"userName":"secret","age":"secret"}           ; ` at age: the JSON does not fit int`
            {"userName":["secret"],"age":1}                ; ` at userName: the JSON does not fit java.lang.String`
            {"userName":"secret","friends":[{"userName":"x","age":1},{"age":null}]}; ` at friends[1].age: the JSON does not fit int`
            {"userName":"secret","friends":[{"userName":"x","age":1},7]}; ` at friends[1]: `
            {"userName":"secret","age":-1}                 ; `: ValueInstantiationException, because java.lang.IllegalStateException was thrown`
            ["secret"]                                     ; `: the JSON does not fit dev.slipstream`
            "secret"                                       ; `: `
            5                                              ; `: `
            null                                           ; `: null`
            """)
    void mismatchNamesPathAndCauseButNoContent(String payload, String why) {
        int size = payload.length();

        mismatch(() -> json(payload).as(Chat.class))
                .withMessageStartingWith(
                        "cannot decode payload (JSON, " + size + " bytes) as " + Chat.class.getTypeName() + why);
    }

    @Test
    void undeclaredKeysAreNotShown() {
        for (String key : List.of("secret", "empty")) { // "empty" looks declared, because Map has isEmpty()
            mismatch(() -> json("{\"" + key + "\":{\"userName\":1,\"age\":[]}}")
                            .as(new TypeRef<Map<String, Chat>>() {}))
                    .withMessageContaining(" at [*].age: the JSON does not fit int");
        }

        JacksonSerializer strict = JacksonSerializer.of(JsonMapper.builder()
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .build());
        mismatch(() -> strict.raw("{\"secret\":1}").as(Chat.class)).withMessageContaining(" at [*]: ");

        JacksonSerializer snakes = JacksonSerializer.of(JsonMapper.builder()
                .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                .build());
        mismatch(() -> snakes.raw("{\"user_name\":[\"secret\"]}").as(Chat.class))
                .withMessageContaining(" at user_name: ");
    }

    @Test
    void nullIsNotAcceptedAsValue() {
        mismatch(() -> json("null").as(Chat.class));
        mismatch(() -> json("null").asList(Chat.class));
        mismatch(() -> json("[1,null]").asList(Integer.class))
                .withMessage("cannot decode payload (JSON, 8 bytes) as list of java.lang.Integer at [1]: null");
        mismatch(() -> json("[null]").asList(Integer.class)).withMessageEndingWith(" at [0]: null");
        mismatch(() -> json("{\"secret\":1}").asList(Integer.class));
        mismatch(() -> json("{}").bytes());
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', textBlock = """
            {"a":1,"b":[true,null,"x"]} ; { "b" : [ true , null , "\\u0078" ] , "a" : 1.0 }
            {"a":1,"a":2}               ; {"a":2}
            100                         ; 1e2
            0                           ; -0.0
            0e5                         ; 0
            12.50                       ; 125e-1
            1e1000000000                ; 10e999999999
            1e99999999999               ; 1e99999999999
            "\\ud800"                   ; "\\uD800"
            "\\ud83d\\udc22"            ; "🐢"
            """)
    void payloadsAreEqualByValue(String one, String other) {
        assertThat(json(one)).isEqualTo(json(other)).hasSameHashCodeAs(json(other));
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', textBlock = """
            {"a":1}        ; {"a":2}
            {"a":1}        ; {"b":1}
            {"a":1}        ; {"a":1,"b":null}
            [1,2]          ; [2,1]
            []             ; {}
            "1"            ; 1
            null           ; "null"
            1              ; 12
            12             ; 1
            false          ; null
            true           ; false
            1e99999999999  ; 1e99999999998
            "\\ud800"      ; "?"
            9007199254740993 ; 9007199254740992
            """)
    void payloadsDifferByValue(String one, String other) {
        assertThat(json(one)).isNotEqualTo(json(other)).doesNotHaveSameHashCodeAs(json(other));
    }

    @Test
    void jsonIsNotEqualToBytes() {
        assertThat(json("1")).isNotEqualTo(Payload.binary("1".getBytes(StandardCharsets.UTF_8)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"\"", "\"a\u007F\"", "\"\u0080\u07FF\"", "\"\u0800\uFFFF\"", "\"🐢x🐢\"", "{\"ż\": 1}"})
    void sizeCountsBytes(String text) {
        int bytes = text.getBytes(StandardCharsets.UTF_8).length;

        assertThat(json(text).size()).isEqualTo(bytes);
        assertThat(json(text)).hasToString("json(" + bytes + " bytes)");
        assertThat(json(text).text()).isEqualTo(text);
    }

    @Test
    void objectWithoutMembersIsEmpty() {
        assertThat(json("{}").isEmptyObject()).isTrue();
        assertThat(json("{ \n\t\r }").isEmptyObject()).isTrue();
        assertThat(json("{\"a\":{}}").isEmptyObject()).isFalse();
        assertThat(json("[]").isEmptyObject()).isFalse();
        assertThat(json("\"{}\"").isEmptyObject()).isFalse();
        assertThat(json("\"}\"").isEmptyObject()).isFalse();
        assertThat(json("null").isEmptyObject()).isFalse();
    }

    private static ThrowableAssertAlternative<PayloadMismatchException> mismatch(ThrowingCallable reading) {
        return assertThatExceptionOfType(PayloadMismatchException.class)
                .isThrownBy(reading)
                .withNoCause()
                .satisfies(thrown -> assertThat(thrown.getMessage()).doesNotContain("secret"));
    }
}
