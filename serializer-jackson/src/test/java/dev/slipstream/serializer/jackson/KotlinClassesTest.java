package dev.slipstream.serializer.jackson;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.slipstream.core.PayloadMismatchException;
import java.util.List;
import java.util.Map;
import kotlin.Metadata;
import kotlin.Pair;
import kotlin.collections.IndexedValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** A Kotlin data class needs Jackson's Kotlin module, and the message of the error says so. */
class KotlinClassesTest {

    private static final String REMEDY = "no constructor or creator for data class; register a Kotlin module:"
            + " add tools.jackson.module:jackson-module-kotlin, and pass"
            + " JacksonSerializer.of(jacksonMapperBuilder().build()) to StartOptions.serializer";

    /** A data class with one property, as the Kotlin compiler makes it. */
    @Metadata
    public static final class Text {

        private final String text;

        public Text(String text) {
            this.text = text;
        }

        public String getText() {
            return text;
        }

        public String component1() {
            return text;
        }
    }

    /** A data class whose properties have default values, so the compiler adds a constructor without parameters. */
    @Metadata
    public static final class Defaults {

        private final String text;
        private final int n;

        public Defaults() {
            this("", 0);
        }

        public Defaults(String text, int n) {
            this.text = text;
            this.n = n;
        }

        public String getText() {
            return text;
        }

        public int getN() {
            return n;
        }

        public String component1() {
            return text;
        }

        public int component2() {
            return n;
        }
    }

    /**
     * As {@link Defaults}, with one property. Jackson assumes that the constructor with a parameter decodes a string.
     */
    @Metadata
    public static final class DefaultText {

        private final String text;

        public DefaultText() {
            this("");
        }

        public DefaultText(String text) {
            this.text = text;
        }

        public String getText() {
            return text;
        }

        public String component1() {
            return text;
        }
    }

    /** A data class of which JSON can set only one property, because the other one is a {@code val}. */
    @Metadata
    public static final class HalfSettable {

        private final String text;
        private int n;

        public HalfSettable() {
            this("", 0);
        }

        public HalfSettable(String text, int n) {
            this.text = text;
            this.n = n;
        }

        public String getText() {
            return text;
        }

        public int getN() {
            return n;
        }

        public void setN(int given) {
            n = given;
        }

        public String component1() {
            return text;
        }

        public int component2() {
            return n;
        }
    }

    /** A data class that Jackson can decode, because its property is a {@code var} with a default value. */
    @Metadata
    public static final class Settable {

        private String text;

        public Settable() {
            this("");
        }

        public Settable(String text) {
            this.text = text;
        }

        public String getText() {
            return text;
        }

        public void setText(String given) {
            text = given;
        }

        public String component1() {
            return text;
        }
    }

    /** A Java class that Jackson cannot construct. */
    public static final class Closed {

        public final int secret;

        private Closed(int secret, int more) {
            this.secret = secret + more;
        }
    }

    public interface Shape {}

    @ParameterizedTest
    @ValueSource(
            classes = {Text.class, Defaults.class, DefaultText.class, HalfSettable.class, Pair.class, IndexedValue.class
            })
    void missingKotlinModuleIsNamed(Class<?> type) {
        for (JacksonSerializer serializer : List.of(
                JacksonSerializer.standard(),
                JacksonSerializer.of(JsonMapper.builder().build()))) {
            assertThatExceptionOfType(PayloadMismatchException.class)
                    .isThrownBy(() ->
                            serializer.raw("{\"text\":\"secret\",\"n\":12345}").as(type))
                    .withNoCause()
                    .withMessage("cannot decode payload (JSON, 27 bytes) as " + type.getTypeName() + ": " + REMEDY);
            assertThatExceptionOfType(PayloadMismatchException.class)
                    .isThrownBy(() -> serializer.raw("[{\"text\":\"secret\"}]").asList(type))
                    .withMessageEndingWith(" at [0]: " + REMEDY);
        }
    }

    @Test
    void settableDataClassIsDecoded() {
        assertThat(JacksonSerializer.standard()
                        .raw("{\"text\":\"hi\"}")
                        .as(Settable.class)
                        .getText())
                .isEqualTo("hi");
    }

    @Test
    void dataClassIsEncodedAsItsProperties() {
        assertThat(JacksonSerializer.standard().encode(new Text("x")).text()).isEqualTo("{\"text\":\"x\"}");
        assertThat(JacksonSerializer.standard()
                        .encode(new Pair<>("a", Map.of()))
                        .text())
                .isEqualTo("{\"first\":\"a\",\"second\":{}}");
    }

    @Test
    void otherClassWithoutConstructorIsNamed() {
        assertThatExceptionOfType(PayloadMismatchException.class)
                .isThrownBy(
                        () -> JacksonSerializer.standard().raw("{\"secret\":1}").as(Closed.class))
                .withMessage("cannot decode payload (JSON, 12 bytes) as " + Closed.class.getTypeName()
                        + ": no constructor or creator for " + Closed.class.getTypeName()
                        + "; make it a record, or annotate a constructor with @JsonCreator");
        assertThatExceptionOfType(PayloadMismatchException.class)
                .isThrownBy(
                        () -> JacksonSerializer.standard().raw("{\"secret\":1}").as(Shape.class))
                .withMessage("cannot decode payload (JSON, 12 bytes) as " + Shape.class.getTypeName() + ": "
                        + Shape.class.getTypeName() + " is abstract; name a class, such as a record");
    }
}
