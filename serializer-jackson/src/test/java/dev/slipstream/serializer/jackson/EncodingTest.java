package dev.slipstream.serializer.jackson;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import dev.slipstream.core.Payload;
import dev.slipstream.core.serializer.BinaryLayout;
import dev.slipstream.core.serializer.Message;
import dev.slipstream.core.serializer.SerializerProvider;
import dev.slipstream.core.transport.Frame;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

class EncodingTest {

    private static final JacksonSerializer SERIALIZER = JacksonSerializer.standard();

    record Chat(String userName, @Nullable Integer age) {}

    record Failing(Chat chat) {

        public String password() {
            return "secret";
        }

        public Chat chat() {
            throw new IllegalStateException(password());
        }
    }

    record Wrapper(Map<String, Object> values) {

        @JsonAnyGetter
        public Map<String, Object> values() {
            return values;
        }
    }

    @Test
    void valuesBecomeJson() {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("list", List.of(1, 2.5, true, "ż🐢\u2028\"\\\n"));
        map.put("null", null);
        map.put("chat", new Chat("x", null));

        assertEncodes(map, """
                {"list":[1,2.5,true,"ż🐢\u2028\\"\\\\\\n"],"null":null,"chat":{"userName":"x","age":null}}""");
        assertEncodes("text", "\"text\"");
        assertEncodes(12, "12");
        assertEncodes(Map.of(), "{}");
        assertEncodes(JsonNodeFactory.instance.nullNode(), "null");
        assertEncodes(JsonNodeFactory.instance.objectNode().put("a", 1), "{\"a\":1}");
        assertEncodes(null, "null");
        assertThat(SERIALIZER.encode(Map.of()).isEmptyObject()).isTrue();
    }

    @Test
    void payloadsAreNotEncodedAgainAndBytesBecomeBinary() {
        Payload json = SERIALIZER.raw("{\"a\": 1}");

        assertThat(SERIALIZER.encode(json)).isSameAs(json);
        assertThat(SERIALIZER.encode(new byte[] {1, 2})).isEqualTo(Payload.binary(new byte[] {1, 2}));
        assertEncodes(Map.of("inner", json), "{\"inner\":{\"a\": 1}}");
        assertEncodes(Map.of("inner", Payload.binary(new byte[] {1, 2})), "{\"inner\":\"AQI=\"}");
    }

    @Test
    void laterChangesOfValueDoNotChangePayload() {
        List<Integer> list = new ArrayList<>(List.of(1));
        Payload payload = SERIALIZER.encode(list);
        list.add(2);

        assertThat(payload.text()).isEqualTo("[1]");
    }

    /** A client refuses names with a lone surrogate, but a server of the test kit may send them. */
    @Test
    void loneSurrogatesInNamesAreEscaped() {
        assertFrame(
                Message.of("1", "2", "\uD800\"", "🐢\uDC00\n\uD800", SERIALIZER.raw("1")),
                "[\"1\",\"2\",\"\\ud800\\\"\",\"🐢\\udc00\\n\\ud800\",1]");
    }

    /** Returns how an error names a value: "map" or "list" for a map or list of the JDK, otherwise the class name. */
    static String named(Object value) {
        String type = value.getClass().getTypeName();
        if (!type.startsWith("java.util.")) {
            return type;
        }
        return value instanceof Map ? "map" : value instanceof List ? "list" : type;
    }

    @Test
    void failureNamesClassAndPathButNoContent() {
        refused(new Failing(new Chat("secret", 1)))
                .withMessage("cannot encode a " + Failing.class.getTypeName()
                        + " as JSON at chat: DatabindException, because java.lang.IllegalStateException was thrown");
        refused(Map.of("secret", List.of(1, new Failing(new Chat("secret", 1)))))
                .withMessageContaining(" at [*][1].chat: ");
        refused(new Wrapper(Map.of("secret", new Failing(new Chat("secret", 1)))))
                .withMessageContaining("[*].chat: ");
    }

    @Test
    void valuesMayNest1000DeepButNotInCycles() {
        assertThat(SERIALIZER.encode(nested(1000)).size()).isEqualTo(2000);
        refused(nested(1001)).withMessageContaining(": a limit is exceeded");

        List<Object> circle = new ArrayList<>();
        circle.add(circle);
        refused(circle).withMessageContaining(": a limit is exceeded");
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', nullValues = "-", textBlock = """
            1 ; 2 ; room:a ; hi        ; -      ; ["1","2","room:a","hi",{"a": 1}]
            - ; - ; ż"\\   ; ``        ; -      ; [null,null,"ż\\"\\\\","",{"a": 1}]
            - ; 1 ; a"b    ; a\\b      ; -      ; [null,"1","a\\"b","a\\\\b",{"a": 1}]
            1 ; 2 ; room:a ; phx_reply ; ok     ; ["1","2","room:a","phx_reply",{"status":"ok","response":{"a": 1}}]
            - ; - ; room:a ; phx_reply ; "x     ; [null,null,"room:a","phx_reply",{"status":"\\"x","response":{"a": 1}}]
            1 ; 2 ; room:a ; phx_reply ; -      ; ["1","2","room:a","phx_reply",{"a": 1}]
            """)
    void messageIsWrittenAsAnArrayOfFive(
            @Nullable String joinRef,
            @Nullable String ref,
            String topic,
            String event,
            @Nullable String status,
            String frame) {
        assertFrame(new Message(joinRef, ref, topic, event, SERIALIZER.raw("{\"a\": 1}"), status), frame);
    }

    @Test
    void bytesAreWrittenAndReadInTheBinaryLayout() throws Exception {
        Message push = Message.of("1", "2", "a", "b", Payload.binary(new byte[] {7}));

        assertThat(SERIALIZER.encode(push))
                .isInstanceOfSatisfying(
                        Frame.Binary.class,
                        frame -> assertThat(frame.bytes()).containsExactly(BinaryLayout.encodeFromClient(push)));
        assertThat(SERIALIZER.decode(new Frame.Binary(new byte[] {2, 1, 1, 'a', 'b', 7})))
                .isEqualTo(Message.of(null, null, "a", "b", push.payload()));
    }

    @Test
    void customMapperBindsObjectsButDoesNotChangeJsonSyntax() throws Exception {
        JsonMapper lenient = JsonMapper.builder(JsonFactory.builder()
                        .enable(JsonReadFeature.ALLOW_JAVA_COMMENTS, JsonReadFeature.ALLOW_SINGLE_QUOTES)
                        .disable(JsonWriteFeature.QUOTE_PROPERTY_NAMES, JsonWriteFeature.WRITE_NAN_AS_STRINGS)
                        .build())
                .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                .enable(SerializationFeature.INDENT_OUTPUT)
                .build();
        JacksonSerializer serializer = JacksonSerializer.of(lenient);
        Payload payload = serializer.encode(new Chat("x", 1));

        assertThat(payload.as(Chat.class)).isEqualTo(new Chat("x", 1));
        assertThat(payload).isEqualTo(SERIALIZER.raw("{\"user_name\":\"x\",\"age\":1}"));
        assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> serializer.encode(Double.NaN));
        assertThat(serializer
                        .decode(new Frame.Text("[null,null,\"a\",\"b\",{\"user_name\":\"y\"}]"))
                        .payload()
                        .as(Chat.class))
                .isEqualTo(new Chat("y", null));
        assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> serializer.raw("{'a':1}"));
    }

    @Test
    void rawTextMustBeOneValue() {
        for (String text : List.of("", "1 2", "{}{}", "{\"secret\"", "\"secret\\\uD800\"")) {
            assertThatExceptionOfType(IllegalArgumentException.class)
                    .isThrownBy(() -> SERIALIZER.raw(text))
                    .withMessageStartingWith("not valid JSON: ")
                    .withNoCause();
        }
        assertThat(SERIALIZER.raw(" [1] ").text()).isEqualTo(" [1] ");
        assertThat(SERIALIZER.raw("[".repeat(1000) + "]".repeat(1000)).size()).isEqualTo(2000);
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> SERIALIZER.raw("[".repeat(1001) + "]".repeat(1001)))
                .withMessage("the JSON nests deeper than 1000");
    }

    @Test
    void providerIsDeclaredForModulePathAndClassPath() throws Exception {
        String provider = JacksonSerializerProvider.class.getName();
        String service = SerializerProvider.class.getName();

        assertThat(JacksonSerializer.class.getModule().getDescriptor().provides())
                .singleElement()
                .satisfies(provides -> {
                    assertThat(provides.service()).isEqualTo(service);
                    assertThat(provides.providers()).containsExactly(provider);
                });
        try (InputStream file = JacksonSerializer.class.getResourceAsStream("/META-INF/services/" + service)) {
            assertThat(file).asString(StandardCharsets.UTF_8).isEqualToIgnoringNewLines(provider);
        }
        assertThat(new JacksonSerializerProvider().name()).isEqualTo("jackson");
        assertThat(new JacksonSerializerProvider().serializer()).isSameAs(SERIALIZER);
        assertThat(SERIALIZER.vsn()).isEqualTo("2.0.0");
        assertThat(SERIALIZER).hasToString("JacksonSerializer[vsn=2.0.0]");
    }

    private static Object nested(int depth) {
        Object value = List.of();
        for (int i = 1; i < depth; i++) {
            value = List.of(value);
        }
        return value;
    }

    private static void assertEncodes(@Nullable Object value, String json) {
        assertThat(SERIALIZER.encode(value).text()).isEqualTo(json);
    }

    private static void assertFrame(Message message, String frame) {
        assertThat(SERIALIZER.encode(message)).isEqualTo(new Frame.Text(frame));
    }

    private static ThrowableAssertAlternative<IllegalArgumentException> refused(Object value) {
        return assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> SERIALIZER.encode(value))
                .withMessageStartingWith("cannot encode a ")
                .withNoCause()
                .satisfies(thrown -> assertThat(thrown.getMessage()).doesNotContain("secret"));
    }
}
