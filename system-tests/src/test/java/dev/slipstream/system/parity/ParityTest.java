package dev.slipstream.system.parity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.slipstream.system.layout.Page;
import dev.slipstream.system.layout.ProjectLayout;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Checks that {@code docs/proofs/parity.md} names existing tests that passed. Runs last, after those tests. */
@Tag("reads-reports")
class ParityTest {

    /** The rows without a test because the ability does not exist yet. Remove an id here when it is implemented. */
    private static final Set<String> NOT_YET = Set.of();

    private static final int MOST_ROWS_OF_ONE_TEST = 3;
    private static final String LAST_ON_SOCKETS = "N29";
    /** The number of combinations of transport and format. With a real Phoenix, there is one format only. */
    private static final int SETUPS = System.getProperty("phoenix.uri") == null ? 6 : 3;

    private static final String SOME_ALONE = "only some tests were selected, so the others have no report";

    private final ParityPage page = ParityPage.read(ProjectLayout.ofThisBuild().page(Page.PARITY));
    private final NamedTests tests = NamedTests.of(page);

    ParityTest() throws Exception {}

    @Test
    void everyIdHasARow() {
        assertThat(page.ids("F")).isEqualTo(ids("F%03d", 112));
        assertThat(page.ids("X")).isEqualTo(ids("X%02d", 17));
        assertThat(page.ids("N")).isEqualTo(ids("N%02d", 66));
        assertThat(page.ids("D")).isEqualTo(ids("D%02d", 20));
        assertThat(page.ids("T")).isEqualTo(ids("T%02d", 15));
        assertThat(page.ids("C")).isEqualTo(ids("C%02d", 69));
        assertThat(page.ids("S")).isEqualTo(ids("S%02d", 74));
        assertThat(page.ids("I")).isEqualTo(ids("I%02d", 17));
        assertThat(page.ids("Z")).isEqualTo(ids("Z%02d", 9));
    }

    private static List<String> ids(String format, int last) {
        return IntStream.rangeClosed(1, last).mapToObj(format::formatted).toList();
    }

    @Test
    void missingAbilitiesAreListed() {
        assertThat(page.rows().stream().filter(row -> row.shownBy().isEmpty()).map(ParityPage.Row::id))
                .containsExactlyInAnyOrderElementsOf(NOT_YET);
    }

    @Test
    void noTestIsNamedInTooManyRows() {
        for (String table : List.of("FX", "N", "D", "T", "CSIZ")) {
            Map<String, List<String>> served = new LinkedHashMap<>();
            page.rows().stream()
                    .filter(row -> table.indexOf(row.id().charAt(0)) >= 0)
                    .forEach(row -> row.shownBy()
                            .forEach(test -> served.computeIfAbsent(test, t -> new ArrayList<>())
                                    .add(row.id())));
            assertThat(served)
                    .isNotEmpty()
                    .allSatisfy((test, ids) -> assertThat(ids).hasSizeLessThanOrEqualTo(MOST_ROWS_OF_ONE_TEST));
        }
    }

    @Test
    void everyNamedTranscriptExists() {
        assertThat(tests.named("transcript")).isNotEmpty();
        assertThat(tests.missingTranscripts()).isEmpty();
    }

    /** Each scenario ran once with each transport and format. */
    @Test
    void socketScenariosRanInAllSetups() throws Exception {
        assumeTrue(isWhole(), SOME_ALONE);
        List<String> scenarios = page.rows().stream()
                .filter(row -> row.id().startsWith("N") && row.id().compareTo(LAST_ON_SOCKETS) <= 0)
                .flatMap(row -> row.shownBy().stream())
                .filter(test -> test.startsWith("IntegrationTest.") || test.startsWith("SynchronicityTest."))
                .toList();

        TestRuns runs = NamedTests.runs(scenarios);
        assertThat(scenarios)
                .hasSizeGreaterThanOrEqualTo(29)
                .allSatisfy(test -> assertThat(runs.times(test)).as(test).isEqualTo(SETUPS));
    }

    private static boolean isWhole() {
        return System.getProperty("test") == null;
    }

    @Test
    void everyTestPassed() throws Exception {
        assumeTrue(isWhole(), SOME_ALONE);

        assertThat(tests.unproven())
                .as("named tests that did not run, were skipped or failed")
                .isEmpty();
    }
}
