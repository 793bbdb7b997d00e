package dev.slipstream.system.trust;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The table has a line for each required part that did not run. Such a line makes the build fail. */
class RequiredLinesTest {

    @TempDir
    Path project;

    @Test
    void missingPartFails() {
        RequiredLines required = new RequiredLines(List.of("seeds", "races on real threads"));

        List<TrustLine> lines = required.complete(List.of(new TrustLine("seeds", 5000, "")));

        assertThat(lines)
                .containsExactly(
                        new TrustLine("seeds", 5000, ""), new TrustLine("races on real threads", 0, "not tried"));
        assertThat(new TrustTable(lines).fallsShort()).isTrue();
    }

    @Test
    void lineThatOnlyBeginsWithARequiredNameIsNotEnough() {
        RequiredLines required = new RequiredLines(List.of("seeds of the simulation"));
        TrustLine longer = new TrustLine("seeds of the simulation of channel handles", 40, "");

        assertThat(required.complete(List.of(longer)))
                .containsExactly(longer, new TrustLine("seeds of the simulation", 0, "not tried"));
    }

    @Test
    void partThatCountsNothingFails() {
        RequiredLines required = new RequiredLines(List.of("seeds"));

        List<TrustLine> lines = required.complete(List.of(new TrustLine("seeds", 0, "")));

        assertThat(lines).containsExactly(new TrustLine("seeds", 0, "not tried"));
        assertThat(new TrustTable(lines).fallsShort()).isTrue();
    }

    @Test
    void reportedLinesAreKept() {
        List<TrustLine> reported =
                List.of(new TrustLine("seeds", 0, "all of them broke"), new TrustLine("races", 7, ""));

        assertThat(new RequiredLines(List.of("seeds", "races")).complete(reported))
                .isEqualTo(reported);
    }

    @Test
    void modulesWithTestsMustReportThem() throws Exception {
        Files.createDirectories(project.resolve("core/src/test/java"));
        List<Path> modules = List.of(project.resolve("core"), project.resolve("docs"));

        assertThat(RequiredLines.of(modules, true, false).lines())
                .contains(
                        "tests of core",
                        "seeds of the simulation",
                        "seeds of the simulation of channel handles",
                        "planted bugs found by the simulation of channel handles",
                        "presence histories compared with phoenix.js")
                .doesNotContain("tests of docs", "mutants of slipstream-core")
                .doesNotContainAnyElementsOf(RequiredLines.FUZZED);
        assertThat(RequiredLines.of(modules, true, true).lines())
                .contains(
                        "tests of core",
                        "mutants of slipstream-core",
                        "mutants of slipstream-core that tests kill",
                        "classes, by SpotBugs with find-sec-bugs")
                .containsAll(RequiredLines.FUZZED);
    }

    @Test
    void withoutTestsOnlyFuzzingIsRequired() {
        assertThat(RequiredLines.of(List.of(project), false, true).lines()).isEqualTo(RequiredLines.FUZZED);
    }
}
