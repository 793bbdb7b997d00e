package dev.slipstream.bench.suite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.bench.peer.Sample;
import dev.slipstream.bench.report.Measure;
import dev.slipstream.bench.suite.Starts.Phase;
import java.util.List;
import org.junit.jupiter.api.Test;

class StartsTest {

    private static Starts measured(Rival... rivals) {
        Starts starts = new Starts();
        for (int i = 0; i < rivals.length; i++) {
            for (Phase phase : Phase.values()) {
                starts.add(
                        rivals[i], phase, new Sample(100, 3_000_000L * (i + 1), 5_000_000L * (i + 1), -1, List.of()));
            }
        }
        return starts;
    }

    @Test
    void gatesAreForTimeToJoinedAndForAllRequests() {
        List<Measure> rows =
                measured(Rival.OURS_JDK, Rival.JAVA_PHOENIX, Rival.PHOENIX_JS).rows();

        assertThat(rows)
                .filteredOn(row -> row.gate() != null)
                .extracting(row -> row.name() + " " + row.gate())
                .containsExactly(
                        "cold, main to joined, time, vs JavaPhoenixClient <= 1.20",
                        "cold, requests 1 to 40,000, CPU, vs JavaPhoenixClient <= 0.60",
                        "cold, requests 1 to 40,000, CPU, vs phoenix.js <= 1.40");
        assertThat(rows)
                .filteredOn(row -> row.name().endsWith("JavaPhoenixClient"))
                .allMatch(row -> row.ratio() == 0.5);
    }

    @Test
    void figuresAreForEachRequest() {
        assertThat(measured(Rival.OURS_NETTY, Rival.JAVA_PHOENIX).rows())
                .filteredOn(row -> row.name().equals("netty: cold, requests 1 to 1,000, CPU, vs JavaPhoenixClient"))
                .singleElement()
                .satisfies(row -> assertThat(row.ours()).isEqualTo(50)) // 5 ms for 100 requests
                .satisfies(row -> assertThat(row.unit()).isEqualTo("us"));
    }

    @Test
    void clientThatWasNotMeasuredHasNoRow() {
        assertThat(measured(Rival.OURS_JDK, Rival.OURS_NETTY).rows()).isEmpty();
    }
}
