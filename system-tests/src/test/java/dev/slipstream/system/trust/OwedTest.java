package dev.slipstream.system.trust;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a long run was to try and did not is in its table, and fails it. */
class OwedTest {

    @TempDir
    Path project;

    @Test
    void aPieceThatNeverRanFallsShort() {
        Owed owed = new Owed(List.of("seeds", "races on real threads"));

        List<TrustLine> lines = owed.demandedOf(List.of(new TrustLine("seeds of the simulation", 5000, "")));

        assertThat(lines)
                .containsExactly(
                        new TrustLine("seeds of the simulation", 5000, ""),
                        new TrustLine("races on real threads", 0, "not tried"));
        assertThat(new TrustTable(lines).fallsShort()).isTrue();
    }

    @Test
    void aPieceThatTriedNothingFallsShort() {
        Owed owed = new Owed(List.of("seeds"));

        List<TrustLine> lines = owed.demandedOf(List.of(new TrustLine("seeds", 0, "")));

        assertThat(lines).containsExactly(new TrustLine("seeds", 0, "not tried"));
        assertThat(new TrustTable(lines).fallsShort()).isTrue();
    }

    @Test
    void whatPiecesSayThemselvesIsKept() {
        List<TrustLine> told = List.of(new TrustLine("seeds", 0, "all of them broke"), new TrustLine("races", 7, ""));

        assertThat(new Owed(List.of("seeds", "races")).demandedOf(told)).isEqualTo(told);
    }

    @Test
    void eachModuleThatHasTestsOwesThem() throws Exception {
        Files.createDirectories(project.resolve("core/src/test/java"));
        List<Path> modules = List.of(project.resolve("core"), project.resolve("docs"));

        assertThat(Owed.of(modules, true, false).lines())
                .contains("tests of core", "seeds of the simulation")
                .doesNotContain("tests of docs", "mutants of slipstream-core")
                .doesNotContainAnyElementsOf(Owed.FUZZED);
        assertThat(Owed.of(modules, true, true).lines())
                .contains("tests of core", "mutants of slipstream-core", "classes, by SpotBugs")
                .containsAll(Owed.FUZZED);
    }

    @Test
    void whoLeavesOutTheTestsOwesTheFuzzingAlone() {
        assertThat(Owed.of(List.of(project), false, true).lines()).isEqualTo(Owed.FUZZED);
    }
}
