package dev.slipstream.serializer.jackson;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.slipstream.core.Payload;
import dev.slipstream.core.PayloadMismatchException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

/** A class whose decoded objects would always be empty is refused. The message names a remedy. */
class EmptyTypesTest {

    /** Jackson sees neither the field nor the constructor. */
    static class Hidden {

        @Nullable
        String text;
    }

    static final class Fieldless {}

    /** Jackson cannot set a final field, and calls the constructor without parameters. */
    static final class FinalFields {

        private final String text;
        private final int n;

        public FinalFields() {
            this("", 0);
        }

        public FinalFields(String text, int n) {
            this.text = text;
            this.n = n;
        }

        public String getText() {
            return text;
        }

        public int getN() {
            return n;
        }
    }

    /**
     * As {@link FinalFields}, with one field. Jackson calls the one-parameter constructor only if the JSON is a string.
     */
    static final class FinalField {

        private final String text;

        public FinalField() {
            this("");
        }

        public FinalField(String text) {
            this.text = text;
        }

        public String getText() {
            return text;
        }
    }

    record Named(FinalField name) {}

    record Room(String name, @Nullable Hidden said) {}

    record Ack() {}

    static final class WithSetter {

        private String text = "";

        public void setText(String given) {
            text = given;
        }
    }

    static final class WithGetter {

        private String text = "";

        public String getText() {
            return text;
        }
    }

    public static final class WithField {
        public String text = "";
    }

    static final class WithAnnotatedField {

        @JsonProperty
        String text = "";
    }

    static final class WithAnySetter {

        private final Map<String, Object> all = new TreeMap<>();

        @JsonAnySetter
        void put(String name, Object value) {
            all.put(name, value);
        }
    }

    static final class OfMap {

        private final Map<String, Object> all;

        private OfMap(Map<String, Object> all) {
            this.all = all;
        }

        @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
        static OfMap of(Map<String, Object> all) {
            return new OfMap(all);
        }
    }

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
    @JsonSubTypes(@JsonSubTypes.Type(value = Ping.class, name = "ping"))
    interface Signal {}

    static final class Ping implements Signal {}

    static Stream<JacksonSerializer> serializers() {
        return Stream.of(
                JacksonSerializer.standard(),
                JacksonSerializer.of(JsonMapper.builder().build()));
    }

    private static void assertRefused(Payload payload, Class<?> type, Class<?> empty) {
        assertThatExceptionOfType(PayloadMismatchException.class)
                .isThrownBy(() -> payload.as(type))
                .withNoCause()
                .withMessageStartingWith(
                        "cannot decode payload (JSON, " + payload.size() + " bytes) as " + type.getTypeName())
                .withMessageEndingWith(": " + empty.getTypeName()
                        + " has no properties that JSON can set (no setter, no public field, no @JsonCreator with"
                        + " parameters), so each JSON object would become an empty one; decode a record, add setters,"
                        + " or annotate a constructor with @JsonCreator");
    }

    @ParameterizedTest
    @MethodSource("serializers")
    void classWithoutPropertiesIsRefused(JacksonSerializer serializer) {
        assertRefused(serializer.raw("{\"text\":\"secret\"}"), Hidden.class, Hidden.class);
        assertRefused(serializer.raw("{}"), Fieldless.class, Fieldless.class);
        assertRefused(serializer.raw("{\"name\":\"a\",\"said\":{\"text\":\"secret\"}}"), Room.class, Hidden.class);
        assertThatExceptionOfType(PayloadMismatchException.class)
                .isThrownBy(() -> serializer.raw("[{}]").asList(Hidden.class))
                .withMessageContaining("has no properties");
    }

    @ParameterizedTest
    @MethodSource("serializers")
    void classWithFinalFieldsIsRefused(JacksonSerializer serializer) {
        assertRefused(serializer.raw("{\"text\":\"secret\",\"n\":1}"), FinalFields.class, FinalFields.class);
        assertRefused(serializer.raw("{\"text\":\"secret\"}"), FinalField.class, FinalField.class);
        assertRefused(serializer.raw("{\"name\":{\"text\":\"secret\"}}"), Named.class, FinalField.class);
    }

    @ParameterizedTest
    @MethodSource("serializers")
    void stringThatAConstructorTakesIsDecoded(JacksonSerializer serializer) {
        assertThat(serializer.raw("\"hi\"").as(FinalField.class).getText()).isEqualTo("hi");
        assertThat(serializer.raw("{\"name\":\"hi\"}").as(Named.class).name().getText())
                .isEqualTo("hi");
    }

    @ParameterizedTest
    @MethodSource("serializers")
    void nullIsAcceptedForAClassWithoutProperties(JacksonSerializer serializer) {
        assertThat(serializer.raw("{\"name\":\"a\"}").as(Room.class)).isEqualTo(new Room("a", null));
        assertThat(serializer.raw("{\"name\":\"a\",\"said\":null}").as(Room.class))
                .isEqualTo(new Room("a", null));
    }

    @ParameterizedTest
    @MethodSource("serializers")
    void classThatIsEmptyOnPurposeIsDecoded(JacksonSerializer serializer) {
        assertThat(serializer.raw("{\"more\":1}").as(Ack.class)).isEqualTo(new Ack());
        assertThat(serializer.raw("{\"more\":1}").as(Object.class)).isEqualTo(Map.of("more", 1));
        assertThat(serializer.raw("{\"kind\":\"ping\"}").as(Signal.class)).isInstanceOf(Ping.class);
    }

    @Test
    void classWithAnyKindOfPropertyIsDecoded() {
        Payload said = JacksonSerializer.standard().raw("{\"text\":\"hi\"}");

        assertThat(List.of(
                        said.as(WithSetter.class).text,
                        said.as(WithGetter.class).getText(),
                        said.as(WithField.class).text,
                        said.as(WithAnnotatedField.class).text,
                        said.as(WithAnySetter.class).all.get("text"),
                        said.as(OfMap.class).all.get("text")))
                .containsOnly("hi");
    }
}
