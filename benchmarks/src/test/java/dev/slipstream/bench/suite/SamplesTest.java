package dev.slipstream.bench.suite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.bench.peer.Sample;
import java.util.List;
import org.junit.jupiter.api.Test;

class SamplesTest {

    private final Samples samples = new Samples();

    private void add(String kind, long... cpuNanos) {
        for (long nanos : cpuNanos) {
            samples.add(kind, new Sample(1, 1, nanos, -1, List.of()));
        }
    }

    @Test
    void ratioIsTheMedianOfTheRatiosOfRounds() {
        add("ours", 10, 20, 90);
        add("other", 10, 10, 30);

        assertThat(samples.ratio("ours", "other", Sample::cpuEach)).isEqualTo(2);
    }

    @Test
    void clientsAreComparedInTheRoundsOfBoth() {
        add("ours", 10, 20, 30, 900, 900, 900);
        add("other", 10, 10, 10);

        assertThat(samples.ratio("ours", "other", Sample::cpuEach)).isEqualTo(2);
        assertThat(samples.ratio("other", "ours", Sample::cpuEach)).isEqualTo(0.5);
    }
}
