package dev.slipstream.serializer.jackson;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.slipstream.core.Payload;
import dev.slipstream.core.PayloadMismatchException;
import dev.slipstream.core.transport.Frame;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Keys of payloads are not kept in a table, because the authors of payloads choose the keys. */
class KeysTest {

    private static final JsonMapper USERS = JsonMapper.builder(JsonFactory.builder()
                    .enable(TokenStreamFactory.Feature.INTERN_PROPERTY_NAMES)
                    .streamReadConstraints(
                            StreamReadConstraints.builder().maxNameLength(100).build())
                    .build())
            .enable(JsonReadFeature.ALLOW_SINGLE_QUOTES)
            .build();

    static Stream<JacksonSerializer> serializers() {
        return Stream.of(JacksonSerializer.standard(), JacksonSerializer.of(USERS));
    }

    /** With a table of keys, the second read would return the same string as the first. */
    @Tag("F120")
    @ParameterizedTest
    @MethodSource("serializers")
    void noKeyIsKeptAfterItsPayload(JacksonSerializer serializer) {
        Payload payload = serializer.raw("{\"a key\":1}");

        assertThat(keyOf(payload))
                .isEqualTo("a key")
                .isNotSameAs(keyOf(payload))
                .isNotSameAs("a key");
    }

    private static Object keyOf(Payload payload) {
        return payload.as(Map.class).keySet().iterator().next();
    }

    @Tag("F121")
    @ParameterizedTest
    @MethodSource("serializers")
    void keysWithEqualHashesAreDecodedAndBound(JacksonSerializer serializer) throws Exception {
        for (String escaped : new String[] {"\\u0061", "a"}) {
            String json = IntStream.range(0, 400)
                    .mapToObj(KeysTest::colliding)
                    .collect(Collectors.joining("\":1,\"", "{\"", "\":1,\"" + escaped + "\":1}"));
            Payload payload = serializer
                    .decode(new Frame.Text("[null,null,\"t\",\"e\"," + json + "]"))
                    .payload();

            assertThat(payload.as(Map.class).size()).isEqualTo(401);
            assertThat(payload.as(JsonNode.class)).hasSize(401);
            assertThat(payload).isEqualTo(serializer.raw(json)).hasSameHashCodeAs(serializer.raw(json));
        }
    }

    /**
     * Returns a key of nine parts, each {@code Ab} or {@code BA}. All such keys have equal hashes if the hash function
     * multiplies by 33.
     */
    private static String colliding(int number) {
        return IntStream.range(0, 9)
                .mapToObj(bit -> (number >> bit & 1) == 0 ? "Ab" : "BA")
                .collect(Collectors.joining());
    }

    @Test
    void customMapperKeepsItsFeaturesAndLimits() {
        JacksonSerializer serializer = JacksonSerializer.of(USERS);

        assertThat(serializer.raw("{\"k\":[1]}").as(Map.class).size()).isEqualTo(1);
        assertThatExceptionOfType(PayloadMismatchException.class)
                .isThrownBy(
                        () -> serializer.raw("{\"" + "k".repeat(101) + "\":1}").as(Map.class))
                .withMessageEndingWith("a limit is exceeded");
        JsonFactory factory = USERS.tokenStreamFactory();
        assertThat(factory.isEnabled(TokenStreamFactory.Feature.CANONICALIZE_PROPERTY_NAMES))
                .isTrue();
        assertThat(factory.isEnabled(TokenStreamFactory.Feature.INTERN_PROPERTY_NAMES))
                .isTrue();
        assertThat(new PayloadReader(USERS).read("{'k':1}", USERS.constructType(Map.class)))
                .isEqualTo(Map.of("k", 1));
    }

    /** A mapper's own subclass of {@link JsonFactory} parses payloads only if the subclass keeps no table of keys. */
    @Test
    void customFactoryWithoutKeyTableIsUsed() {
        JsonFactory own = new DecimalFactory(
                JsonFactory.builder().disable(TokenStreamFactory.Feature.CANONICALIZE_PROPERTY_NAMES));
        JsonMapper mapper = JsonMapper.builder(own).build();

        assertThat(new PayloadReader(mapper).read("[1]", mapper.constructType(Object.class)))
                .asString()
                .isEqualTo("[1]");
        assertThat(new PayloadReader(mapper).factory()).isSameAs(own);
    }
}
