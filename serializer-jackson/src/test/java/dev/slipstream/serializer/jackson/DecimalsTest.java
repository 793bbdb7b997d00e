package dev.slipstream.serializer.jackson;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each double that {@link Decimals} writes has the same text as from {@link Double#toString}. */
class DecimalsTest {

    private static final int ROUNDS = 200_000;

    @ParameterizedTest
    @ValueSource(
            doubles = {
                0.0,
                -0.0,
                1,
                -1,
                9.5,
                0.001,
                0.001001,
                0.1,
                0.25,
                19.99,
                -19.9,
                100,
                1_000_000,
                9_999_999,
                9_999_999.999999,
                52.520008,
                -0.999999
            })
    void shortDecimalsAreWritten(double value) {
        assertThat(written(value)).isEqualTo(Double.toString(value));
    }

    @ParameterizedTest
    @ValueSource(
            doubles = {
                0.1 + 0.2,
                1 / 3.0,
                Math.PI,
                0.0009999,
                0.00099999999999999,
                1e7,
                1e-5,
                1e300,
                9_999_999.9999999,
                Double.MIN_VALUE,
                Double.MAX_VALUE,
                Double.NaN,
                Double.POSITIVE_INFINITY,
                Double.NEGATIVE_INFINITY
            })
    void otherDoublesAreNotWritten(double value) {
        assertThat(written(value)).isEmpty();
    }

    @Test
    void writtenDoublesAreThoseOfTheJdk() {
        SplittableRandom random = new SplittableRandom(11);
        int written = 0;
        for (int round = 0; round < ROUNDS; round++) {
            double value = any(random);
            String text = written(value);
            if (!text.isEmpty()) {
                written++;
                assertThat(text).isEqualTo(Double.toString(value));
            }
        }
        assertThat(written).isBetween(ROUNDS / 3, ROUNDS * 3 / 4);
    }

    /**
     * Returns a number with at most 9 decimal places, or the double after such a number, or a double of random bits.
     */
    private static double any(SplittableRandom random) {
        double decimal = random.nextLong(-100_000_000, 100_000_000) / Math.pow(10, random.nextInt(1, 10));
        return switch (random.nextInt(5)) {
            case 0 -> Math.nextUp(decimal);
            case 1 -> Double.longBitsToDouble(random.nextLong());
            default -> decimal;
        };
    }

    @Test
    void integersAreWritten() {
        for (int number : new int[] {0, 1, 9, 10, 99, 100, 1_234_567, Integer.MAX_VALUE}) {
            char[] into = new char[12];
            int end = Decimals.write(number, into, 1);

            assertThat(new String(into, 1, end - 1)).isEqualTo(Integer.toString(number));
        }
    }

    private static String written(double value) {
        long millionths = Decimals.millionths(value);
        char[] into = new char[Decimals.LONGEST + 1];
        return millionths < 0 ? "" : new String(into, 1, Decimals.write(value, millionths, into, 1) - 1);
    }
}
