package dev.slipstream.bench.report;

import static dev.slipstream.bench.report.Bound.atLeast;
import static dev.slipstream.bench.report.Bound.atMost;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class MeasureTest {

    @Test
    void costRatioIsShortAboveItsGate() {
        assertThat(Measure.over("cpu", 4.1, 1, "us", atMost(4), atMost(1.5)).verdict())
                .isEqualTo(Measure.Outcome.MISSED);
        assertThat(Measure.over("cpu", 3.9, 1, "us", atMost(4), atMost(1.5)).verdict())
                .isEqualTo(Measure.Outcome.MET);
    }

    @Test
    void savingRatioIsShortBelowItsGate() {
        assertThat(Measure.under("cpu", 1, 4.9, "us", atLeast(5), atLeast(20)).verdict())
                .isEqualTo(Measure.Outcome.MISSED);
        assertThat(Measure.under("cpu", 1, 5, "us", atLeast(5), atLeast(20)).verdict())
                .isEqualTo(Measure.Outcome.MET);
    }

    @Test
    void measureWithoutBoundsIsNeverShort() {
        assertThat(Measure.over("cpu", 99, 1, "us", atMost(4), atMost(1))
                        .withoutBounds()
                        .verdict())
                .isEqualTo(Measure.Outcome.NO_GATE);
    }

    @Test
    void betterOfTwoRunsCounts() {
        Measure disturbed = Measure.over("cpu", 9, 1, "us", atMost(4), atMost(1));
        Measure quiet = Measure.over("cpu", 3, 1, "us", atMost(4), atMost(1));
        Measure slow = Measure.under("cpu", 1, 3, "us", atLeast(5), atLeast(9));
        Measure fast = Measure.under("cpu", 1, 7, "us", atLeast(5), atLeast(9));

        assertThat(disturbed.better(quiet)).isEqualTo(quiet);
        assertThat(quiet.better(disturbed)).isEqualTo(quiet);
        assertThat(slow.better(fast)).isEqualTo(fast);
    }

    @Test
    void shareOfGoalWorksForMinimumAndMaximum() {
        assertThat(atMost(1.5).reached(3)).isCloseTo(0.5, within(1e-9));
        assertThat(atLeast(20).reached(5)).isCloseTo(0.25, within(1e-9));
        assertThat(atLeast(20).reached(50)).isEqualTo(1);
    }
}
