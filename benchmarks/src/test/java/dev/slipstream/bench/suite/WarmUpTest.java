package dev.slipstream.bench.suite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.bench.peer.Sample;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class WarmUpTest {

    @Test
    void costsAreSteadyWhenLastThreeHardlyDiffer() {
        assertThat(WarmUp.isSteady(List.of(9.0, 5.0, 2.0, 2.1, 2.2))).isTrue();
        assertThat(WarmUp.isSteady(List.of(2.2, 2.1, 2.0))).isTrue();
    }

    @Test
    void fallingOrFewCostsAreNotSteady() {
        assertThat(WarmUp.isSteady(List.of(9.0, 5.0, 2.0, 2.1))).isFalse();
        assertThat(WarmUp.isSteady(List.of(2.0, 2.0))).isFalse();
        assertThat(WarmUp.isSteady(List.of())).isFalse();
    }

    @Test
    void workIsRepeatedUntilItsCostsAreSteady() throws Exception {
        Stage stage = new Stage(Plan.of("quick"), Path.of("target"), List.of(), null, System.nanoTime());
        AtomicInteger runs = new AtomicInteger();
        long begin = System.nanoTime();

        WarmUp.untilSteady(
                stage, "test", () -> new Sample(1, 1, Math.max(100, 1000 - runs.getAndIncrement()), 0, List.of()));

        assertThat(System.nanoTime() - begin).isGreaterThanOrEqualTo(1_000_000_000L);
        assertThat(runs.get()).isGreaterThan(3);
    }
}
