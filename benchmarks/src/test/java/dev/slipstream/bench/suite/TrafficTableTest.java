package dev.slipstream.bench.suite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.bench.peer.Sample;
import dev.slipstream.bench.report.Measure;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrafficTableTest {

    private static final List<Rival> CLIENTS = List.of(Rival.JDK, Rival.OURS_JDK, Rival.PHOENIX_JS);

    private static Traffic measured(Load... loads) {
        Traffic traffic = new Traffic();
        for (Load load : loads) {
            for (int i = 0; i < CLIENTS.size(); i++) {
                traffic.add(CLIENTS.get(i), load, new Sample(10, 1000, 10_000L * (i + 1), 0, List.of(5L)));
            }
        }
        return traffic;
    }

    @Test
    void rowAppearsOnlyIfBothClientsWereMeasured() {
        List<Measure> rows = TrafficTable.rows(measured(Load.MESSAGES), true);

        assertThat(rows)
                .extracting(Measure::name)
                .contains("message received, many frames per write, CPU, vs phoenix.js")
                .noneMatch(name -> name.contains("JavaPhoenixClient") || name.contains("request"));
    }

    @Test
    void rowNamesTellModesApart() {
        List<Measure> rows = TrafficTable.rows(measured(Load.REQUESTS, Load.SINGLE_REQUESTS), true);

        assertThat(rows)
                .extracting(Measure::name)
                .doesNotHaveDuplicates()
                .contains(
                        "64 requests in flight, many frames per write, CPU, vs bare JDK",
                        "64 requests in flight, one frame per write, CPU, vs bare JDK");
    }

    @Test
    void rowsOfUserServerNameNoMode() {
        assertThat(TrafficTable.rows(measured(Load.MESSAGES), false))
                .extracting(Measure::name)
                .contains("message received, CPU, vs bare JDK");
    }

    @Test
    void ratioIsOursDividedByTheOther() {
        assertThat(TrafficTable.rows(measured(Load.SINGLE_REQUESTS), true))
                .filteredOn(row -> row.name().equals("64 requests in flight, one frame per write, CPU, vs bare JDK"))
                .singleElement()
                .satisfies(row -> assertThat(row.ratio()).isEqualTo(2));
    }
}
