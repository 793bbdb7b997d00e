package dev.slipstream.system.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.slipstream.system.architecture.RuleNames;
import dev.slipstream.system.layout.Page;
import dev.slipstream.system.layout.ProjectLayout;
import dev.slipstream.system.parity.NamedTests;
import dev.slipstream.system.parity.ParityPage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** {@code docs/security.md} tells the truth. Runs last, when the tests that it names have run. */
@Order(Integer.MAX_VALUE)
class SecurityPageTest {

    private static final int POINTS = 33;

    private final ParityPage page = ParityPage.read(ProjectLayout.ofThisBuild().page(Page.SECURITY));
    private final NamedTests tests = NamedTests.of(page);

    SecurityPageTest() throws Exception {}

    @Test
    void everyPointHasItsRowAndNoneIsWithoutATest() {
        assertThat(page.rows())
                .extracting(ParityPage.Row::id)
                .containsExactlyElementsOf(IntStream.rangeClosed(1, POINTS)
                        .mapToObj(point -> "S" + point)
                        .toList());
        assertThat(page.rows())
                .allSatisfy(row -> assertThat(row.shownBy()).as(row.id()).isNotEmpty());
    }

    @Test
    void everyTranscriptAndRuleIsThere() {
        assertThat(tests.missingTranscripts()).isEmpty();
        assertThat(tests.named("rule")).isNotEmpty().isSubsetOf(RuleNames.all());
    }

    @Test
    void everyTestPassed() throws Exception {
        assumeTrue(System.getProperty("test") == null, "some tests were asked for, so that the others have no report");

        assertThat(tests.unproven())
                .as("named tests that did not run, were skipped or failed")
                .isEmpty();
    }
}
