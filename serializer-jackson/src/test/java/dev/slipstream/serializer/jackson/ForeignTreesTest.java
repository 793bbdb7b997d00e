package dev.slipstream.serializer.jackson;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.util.RawValue;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.slipstream.core.Payload;
import dev.slipstream.core.PayloadMismatchException;
import dev.slipstream.core.TypeRef;
import jakarta.json.Json;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import kotlinx.serialization.json.JsonElementKt;
import kotlinx.serialization.json.JsonNull;
import org.json.JSONArray;
import org.json.JSONObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;

/** The serializer neither encodes nor decodes JSON trees of other libraries. The exception's message names a remedy. */
class ForeignTreesTest {

    record Box(Object content) {}

    record GsonBox(JsonObject content) {}

    static Stream<Arguments> trees() throws Exception {
        var jackson = new com.fasterxml.jackson.databind.ObjectMapper();
        return Stream.of(
                Arguments.of("Jackson 2", jackson.readTree("{\"secret\":1}")),
                Arguments.of("Jackson 2", jackson.readTree("[\"secret\"]")),
                Arguments.of("Jackson 2", jackson.readTree("1")),
                Arguments.of("Jackson 2", jackson.readTree("null")),
                Arguments.of("Jackson 2", new RawValue("secret")),
                Arguments.of("Gson", new JsonObject()),
                Arguments.of("Gson", new JsonArray()),
                Arguments.of("Gson", new JsonPrimitive("secret")),
                Arguments.of("Gson", com.google.gson.JsonNull.INSTANCE),
                Arguments.of("org.json", new JSONObject("{\"secret\":1}")),
                Arguments.of("org.json", new JSONArray("[\"secret\"]")),
                Arguments.of("org.json", JSONObject.NULL),
                Arguments.of(
                        "JSON-P", Json.createObjectBuilder().add("secret", 1).build()),
                Arguments.of("JSON-P", Json.createArrayBuilder().add("secret").build()),
                Arguments.of("JSON-P", Json.createValue("secret")),
                Arguments.of("JSON-P", Json.createValue(1)),
                Arguments.of("JSON-P", JsonValue.NULL),
                Arguments.of("kotlinx.serialization", JsonNull.INSTANCE),
                Arguments.of("kotlinx.serialization", JsonElementKt.JsonPrimitive("secret")),
                Arguments.of("kotlinx.serialization", new kotlinx.serialization.json.JsonArray(List.of())),
                Arguments.of("kotlinx.serialization", new kotlinx.serialization.json.JsonObject(Map.of())));
    }

    static Stream<JacksonSerializer> serializers() {
        return Stream.of(
                JacksonSerializer.standard(),
                JacksonSerializer.of(JsonMapper.builder().build()));
    }

    @ParameterizedTest
    @MethodSource("trees")
    void treeIsRefusedAsPayload(String library, Object tree) {
        for (JacksonSerializer serializer : serializers().toList()) {
            assertRefused(serializer, tree, "", library, tree);
            assertRefused(serializer, Map.of("secret", tree), " at [*]", library, tree);
            assertRefused(serializer, List.of(1, tree), " at [1]", library, tree);
            assertRefused(serializer, new Object[] {tree}, " at [0]", library, tree);
            assertRefused(serializer, new Box(tree), " at content", library, tree);
            assertRefused(serializer, new Box(List.of(Map.of("secret", tree))), " at content[0][*]", library, tree);
            assertRefused(serializer, new Box(Optional.of(tree)), " at content", library, tree);
        }
    }

    private static void assertRefused(
            JacksonSerializer serializer, Object value, String where, String library, Object tree) {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> serializer.encode(value))
                .withNoCause()
                .withMessage("cannot encode a " + EncodingTest.named(value) + " as JSON" + where + ": "
                        + tree.getClass().getTypeName() + " is a JSON tree of " + library
                        + ", which Jackson 3 does not know;"
                        + " pass JacksonSerializer.standard().raw(tree.toString()), a map or a record");
    }

    @ParameterizedTest
    @MethodSource("trees")
    void remedyOfTheMessageWorks(String library, Object tree) {
        String json = tree instanceof RawValue ? "1" : tree.toString();

        assertThat(JacksonSerializer.standard().raw(json).text()).isEqualTo(json);
    }

    static Stream<Arguments> types() {
        return Stream.of(
                Arguments.of("Jackson 2", com.fasterxml.jackson.databind.JsonNode.class),
                Arguments.of("Jackson 2", com.fasterxml.jackson.databind.node.ObjectNode.class),
                Arguments.of("Jackson 2", com.fasterxml.jackson.databind.node.ArrayNode.class),
                Arguments.of("Gson", com.google.gson.JsonElement.class),
                Arguments.of("Gson", JsonObject.class),
                Arguments.of("Gson", JsonArray.class),
                Arguments.of("org.json", JSONObject.class),
                Arguments.of("org.json", JSONArray.class),
                Arguments.of("JSON-P", JsonValue.class),
                Arguments.of("JSON-P", jakarta.json.JsonObject.class),
                Arguments.of("JSON-P", jakarta.json.JsonArray.class),
                Arguments.of("JSON-P", jakarta.json.JsonString.class),
                Arguments.of("kotlinx.serialization", kotlinx.serialization.json.JsonElement.class),
                Arguments.of("kotlinx.serialization", kotlinx.serialization.json.JsonObject.class),
                Arguments.of("kotlinx.serialization", kotlinx.serialization.json.JsonArray.class));
    }

    @ParameterizedTest
    @MethodSource("types")
    void treeIsRefusedAsType(String library, Class<?> type) {
        String why = type.getTypeName() + " is a JSON tree of " + library + ", which Jackson 3 does not know;"
                + " parse payload.text() with " + library
                + ", or decode a tools.jackson.databind.JsonNode, a map or a record";
        for (JacksonSerializer serializer : serializers().toList()) {
            for (String json : List.of("{\"secret\":1}", "[\"secret\"]", "\"secret\"", "12", "{}", "null")) {
                Payload payload = serializer.raw(json);

                assertThatExceptionOfType(PayloadMismatchException.class)
                        .isThrownBy(() -> payload.as(type))
                        .withNoCause()
                        .withMessage("cannot decode payload (JSON, " + json.length() + " bytes) as "
                                + type.getTypeName() + ": " + why);
            }
            assertThatExceptionOfType(PayloadMismatchException.class)
                    .isThrownBy(() -> serializer.raw("[{}]").asList(type))
                    .withMessageEndingWith(": " + why);
        }
    }

    @Test
    void treeInsideATypeIsRefused() {
        for (JacksonSerializer serializer : serializers().toList()) {
            assertThatExceptionOfType(PayloadMismatchException.class)
                    .isThrownBy(() -> serializer.raw("{\"content\":{}}").as(GsonBox.class))
                    .withMessageContaining(" at content: com.google.gson.JsonObject is a JSON tree of Gson");
            assertThatExceptionOfType(PayloadMismatchException.class)
                    .isThrownBy(() -> serializer.raw("{\"secret\":{}}").as(new TypeRef<Map<String, JSONObject>>() {}))
                    .withMessageContaining(" at [*]: org.json.JSONObject is a JSON tree of org.json");
        }
    }

    @Test
    void treesOfJackson3AreDecodedAndEncoded() {
        JsonNode tree = JacksonSerializer.standard().raw("{\"a\":[1]}").as(JsonNode.class);

        assertThat(JacksonSerializer.standard().encode(new Box(tree)).text()).isEqualTo("{\"content\":{\"a\":[1]}}");
    }

    /** A mapper may encode and decode a foreign tree, for example with a datatype module of Jackson. */
    @Test
    void treeIsAcceptedIfTheMapperCanHandleIt() {
        SimpleModule datatypes = new SimpleModule()
                .addSerializer(JSONObject.class, new ValueSerializer<JSONObject>() {
                    @Override
                    public void serialize(JSONObject tree, JsonGenerator generator, SerializationContext context) {
                        generator.writeRawValue(tree.toString());
                    }
                })
                .addDeserializer(JSONObject.class, new ValueDeserializer<JSONObject>() {
                    @Override
                    public JSONObject deserialize(JsonParser parser, DeserializationContext context) {
                        return new JSONObject(context.readTree(parser).toString());
                    }
                });
        JacksonSerializer serializer =
                JacksonSerializer.of(JsonMapper.builder().addModule(datatypes).build());

        Payload payload = serializer.encode(List.of(new JSONObject("{\"a\":1}")));

        assertThat(payload.text()).isEqualTo("[{\"a\":1}]");
        assertThat(payload.asList(JSONObject.class).getFirst().getInt("a")).isEqualTo(1);
    }
}
