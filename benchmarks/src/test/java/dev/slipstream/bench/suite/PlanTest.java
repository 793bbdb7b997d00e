package dev.slipstream.bench.suite;

import static dev.slipstream.bench.report.Bound.atMost;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.slipstream.bench.report.Measure;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;

class PlanTest {

    private final Stage stage = stage("full");

    private static Stage stage(String plan) {
        return new Stage(Plan.of(plan), Path.of("target"), List.of(), null, System.nanoTime());
    }

    @Test
    void plansAreQuickAndFull() {
        assertThat(Plan.of("full").rounds()).isGreaterThan(Plan.of("quick").rounds());
        assertThatIllegalArgumentException().isThrownBy(() -> Plan.of("slow"));
    }

    @Test
    void gateThatHoldsIsMeasuredOnce() throws Exception {
        Scripted suite = new Scripted(1.0);

        assertThat(suite.run(stage).isMissed()).isFalse();
        assertThat(suite.ratios).isEmpty();
    }

    @Test
    void gateThatHoldsInSecondRunIsMet() throws Exception {
        Scripted suite = new Scripted(9.0, 1.0, 5.0);

        assertThat(suite.run(stage).isMissed()).isFalse();
        assertThat(suite.ratios).hasSize(1);
    }

    @Test
    void gateMissedInBothRunsIsMissed() throws Exception {
        Scripted suite = new Scripted(9.0, 8.0, 1.0);

        assertThat(suite.run(stage).isMissed()).isTrue();
        assertThat(suite.ratios).hasSize(1);
    }

    @Test
    void quickPlanMeasuresOnce() throws Exception {
        Scripted suite = new Scripted(9.0, 1.0);

        assertThat(suite.run(stage("quick")).isMissed()).isTrue();
        assertThat(suite.ratios).hasSize(1);
    }

    /** A measurement with scripted ratios. */
    private static final class Scripted {

        private final Queue<Double> ratios;

        Scripted(Double... ratios) {
            this.ratios = new ArrayDeque<>(List.of(ratios));
        }

        Findings run(Stage stage) throws Exception {
            return Runs.untilMet(stage, "scripted", this::measure);
        }

        private Findings measure() {
            return Findings.of(List.of(Measure.over("cpu", ratios.remove(), 1, "us", atMost(2), atMost(1))));
        }
    }
}
