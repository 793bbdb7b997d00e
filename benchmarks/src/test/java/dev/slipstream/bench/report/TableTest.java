package dev.slipstream.bench.report;

import static dev.slipstream.bench.report.Bound.atLeast;
import static dev.slipstream.bench.report.Bound.atMost;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TableTest {

    private static final List<Measure> MEASURES = List.of(
            Measure.under("decode", 100, 1500, "ns", atLeast(5), atLeast(20)),
            Measure.alone("heap", 4, "KB", atMost(3), atMost(1)),
            Measure.over("session", 3, 2, "us", atMost(1), atMost(1)).withoutBounds());

    @Test
    void eachMeasureIsLineWithVerdict() {
        List<String> lines = Table.text(MEASURES).lines().toList();

        assertThat(lines).hasSize(4);
        assertThat(lines.get(1)).matches("decode +100 ns +1,500 ns +15x +>= 5 +>= 20 +met +75 %");
        assertThat(lines.get(2)).matches("heap +4 KB +<= 3 +<= 1 +missed +25 %");
        assertThat(lines.get(3)).matches("session +3 us +2 us +1.50x");
    }

    @Test
    void markdownHasTheSameRows() {
        assertThat(Table.markdown(MEASURES).lines().toList())
                .hasSize(5)
                .contains("| decode | 100 ns | 1,500 ns | 15x | >= 5 | >= 20 | met | 75 % |")
                .allMatch(row -> row.chars().filter(c -> c == '|').count() == 9);
    }
}
