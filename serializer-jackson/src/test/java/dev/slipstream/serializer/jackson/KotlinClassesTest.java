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

    /** A Java class that Jackson cannot construct. */
    public static final class Closed {

        public final int secret;

        private Closed(int secret, int more) {
            this.secret = secret + more;
        }
    }

    public interface Shape {}

    @ParameterizedTest
    @ValueSource(classes = {Text.class, Pair.class, IndexedValue.class})
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
