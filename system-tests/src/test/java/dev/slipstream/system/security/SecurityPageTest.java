package dev.slipstream.system.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.slipstream.system.architecture.RuleNames;
import dev.slipstream.system.layout.Page;
import dev.slipstream.system.layout.ProjectLayout;
import dev.slipstream.system.parity.NamedTests;
import dev.slipstream.system.parity.ParityPage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Checks that {@code docs/proofs/security.md} names existing tests that passed. Runs last, after those tests. */
@Tag("reads-reports")
class SecurityPageTest {

    private static final int POINTS = 33;

    private final ParityPage page = ParityPage.read(ProjectLayout.ofThisBuild().page(Page.SECURITY));
    private final NamedTests tests = NamedTests.of(page);

    SecurityPageTest() throws Exception {}

    @Test
    void everyPointHasARowWithTests() {
        assertThat(page.rows())
                .extracting(ParityPage.Row::id)
                .containsExactlyElementsOf(IntStream.rangeClosed(1, POINTS)
                        .mapToObj(point -> "S" + point)
                        .toList());
        assertThat(page.rows())
                .allSatisfy(row -> assertThat(row.shownBy()).as(row.id()).isNotEmpty());
    }

    @Test
    void namedTranscriptsAndRulesExist() {
        assertThat(tests.missingTranscripts()).isEmpty();
        assertThat(tests.named("rule")).isNotEmpty().isSubsetOf(RuleNames.all());
    }

    @Test
    void everyTestPassed() throws Exception {
        assumeTrue(System.getProperty("test") == null, "only some tests were selected, so the others have no report");

        assertThat(tests.unproven())
                .as("named tests that did not run, were skipped or failed")
                .isEmpty();
    }
}
