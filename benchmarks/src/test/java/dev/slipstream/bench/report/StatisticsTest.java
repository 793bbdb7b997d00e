package dev.slipstream.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class StatisticsTest {

    @Test
    void medianDoesNotDependOnOrder() {
        assertThat(Statistics.median(List.of(9.0, 1.0, 2.0))).isEqualTo(2.0);
    }

    @Test
    void medianOfEvenNumberIsMeanOfMiddleTwo() {
        assertThat(Statistics.median(List.of(9.0, 1.0, 2.0, 4.0))).isEqualTo(3.0);
    }

    @Test
    void medianOfNothingIsRejected() {
        assertThatIllegalArgumentException().isThrownBy(() -> Statistics.median(List.of()));
    }

    @Test
    void medianRatioIsComputedFromPairs() {
        assertThat(Statistics.medianRatio(List.of(2.0, 20.0, 200.0), List.of(1.0, 10.0, 100.0)))
                .isEqualTo(2.0);
        assertThatIllegalArgumentException().isThrownBy(() -> Statistics.medianRatio(List.of(1.0), List.of(1.0, 2.0)));
    }

    @Test
    void exponentIsZeroForConstantAndOneForLinearCost() {
        List<Double> sizes = List.of(1.0, 10.0, 100.0, 1000.0);

        assertThat(Statistics.exponent(sizes, List.of(3.0, 3.0, 3.0, 3.0))).isCloseTo(0, within(1e-9));
        assertThat(Statistics.exponent(sizes, List.of(2.0, 20.0, 200.0, 2000.0)))
                .isCloseTo(1, within(1e-9));
        assertThat(Statistics.exponent(sizes, List.of(5.0, 500.0, 50_000.0, 5e6)))
                .isCloseTo(2, within(1e-9));
    }
}
