package dev.slipstream.serializer.jackson;

import static dev.slipstream.serializer.jackson.Received.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.slipstream.core.Payload;
import dev.slipstream.core.PayloadMismatchException;
import dev.slipstream.core.TypeRef;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

/** A number becomes an integral type exactly, or not at all. */
@Tag("F123")
class ExactIntegersTest {

    record Counted(int number, Long boxed, BigInteger big) {}

    static Stream<Class<?>> integral() {
        return Stream.of(
                byte.class,
                short.class,
                int.class,
                long.class,
                Byte.class,
                Short.class,
                Integer.class,
                Long.class,
                BigInteger.class,
                int[].class,
                long[].class,
                Integer[].class,
                AtomicLong.class,
                OptionalInt.class);
    }

    @ParameterizedTest
    @MethodSource("integral")
    void fractionsAndHugeExponentsAreNotIntegers(Class<?> type) {
        for (String number : List.of("1.5", "1E-999999999", "-0.1", "1e-1", "1e999999999", "1E1001", "1e2147483648")) {
            assertMismatch(type.isArray() ? "[" + number + "]" : number, type);
        }
    }

    @ParameterizedTest
    @CsvSource({"1.0,1", "1e2,100", "-12.50e1,-125", "0e999999999,0", "0.0,0", "-0.0,0", "1000e-3,1"})
    void integralNumbersAreAcceptedInEachSpelling(String spelled, byte value) {
        Payload payload = json(spelled);

        assertThat(payload.as(byte.class)).isEqualTo(value);
        assertThat(payload.as(short.class)).isEqualTo(value);
        assertThat(payload.as(int.class)).isEqualTo((int) value);
        assertThat(payload.as(Long.class)).isEqualTo(value);
        assertThat(payload.as(BigInteger.class)).isEqualTo(BigInteger.valueOf(value));
        assertThat(payload.as(BigDecimal.class)).isEqualByComparingTo(BigDecimal.valueOf(value));
    }

    @Test
    void eachTypeAcceptsItsOwnRange() {
        assertThat(json("9.223372036854775807e18").as(long.class)).isEqualTo(Long.MAX_VALUE);
        assertThat(json("-128").as(byte.class)).isEqualTo(Byte.MIN_VALUE);
        assertThat(json("1e999").as(BigInteger.class)).isEqualTo(BigInteger.TEN.pow(999));
        assertMismatch("9.223372036854775808e18", long.class);
        assertMismatch("2147483648.0", int.class);
        assertMismatch("200", byte.class);
        assertMismatch("40000", short.class);
        assertMismatch("1e1000", BigInteger.class);
    }

    @Test
    void sameRulesHoldInRecordsAndCollections() {
        assertThat(json("{\"number\":1.0,\"boxed\":2e0,\"big\":3.0}").as(Counted.class))
                .isEqualTo(new Counted(1, 2L, BigInteger.valueOf(3)));
        assertThat(json("[1.0,2]").asList(Integer.class)).containsExactly(1, 2);
        for (String member : List.of("number", "boxed", "big")) {
            assertMismatch("{\"" + member + "\":1.5}", Counted.class);
        }
        assertMismatch("{\"a\":1.5}", new TypeRef<Map<String, Long>>() {});
        assertMismatch("[[1.5]]", new TypeRef<List<List<Integer>>>() {});
        assertThatExceptionOfType(PayloadMismatchException.class)
                .isThrownBy(() -> json("[1.5]").asList(Integer.class))
                .withMessage("cannot decode payload (JSON, 5 bytes) as list of java.lang.Integer at [0]:"
                        + " the JSON does not fit java.lang.Integer");
    }

    @Test
    void customMapperKeepsItsOwnRuleForFractions() {
        Payload payload = JacksonSerializer.of(JsonMapper.shared()).raw("1.5");

        assertThat(payload.as(int.class)).isEqualTo(1);
    }

    private static void assertMismatch(String payload, Class<?> type) {
        assertMismatch(payload + " as " + type, () -> json(payload).as(type));
    }

    private static void assertMismatch(String payload, TypeRef<?> type) {
        assertMismatch(payload + " as " + type, () -> json(payload).as(type));
    }

    private static void assertMismatch(String what, ThrowingCallable reading) {
        assertThatExceptionOfType(PayloadMismatchException.class)
                .as(what)
                .isThrownBy(reading)
                .withNoCause();
    }
}
