package dev.slipstream.system.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipstream.system.layout.Page;
import dev.slipstream.system.layout.ProjectLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrustTableTest {

    private static final Instant BEGUN = Instant.parse("2026-01-01T10:00:00Z");

    @TempDir
    Path project;

    @BeforeEach
    void makeModules() throws Exception {
        write("api/pom.xml", "<project/>", BEGUN);
        write("core/pom.xml", "<project/>", BEGUN);
    }

    @Test
    void linesOfThisBuildAreCollectedFromAllModules() throws Exception {
        write("core/target/trust/a.txt", "mutants | 1200 | 3 survive\n", BEGUN);
        write("api/target/trust/b.txt", "seeds | 5000 |\nfaults | 56 |\n", BEGUN.plusSeconds(1));
        write("api/target/trust/old.txt", "old | 1 |\n", BEGUN.minusSeconds(1));

        List<TrustLine> lines = TrustTable.collect(reports());

        assertThat(lines)
                .containsExactly(
                        new TrustLine("seeds", 5000, ""),
                        new TrustLine("faults", 56, ""),
                        new TrustLine("mutants", 1200, "3 survive"));
    }

    @Test
    void failedTestsAreNamed() throws Exception {
        write("api/target/surefire-reports/TEST-a.xml", """
                <testsuite><testcase name="holds(String)[1]" classname="dev.slipstream.ATest">\
                <failure/></testcase><testcase name="isThere" classname="dev.slipstream.ATest"/>\
                <testcase name="isSkipped" classname="dev.slipstream.ATest"><skipped/></testcase></testsuite>
                """, BEGUN);
        write("api/target/surefire-reports/ATest.txt", "for people", BEGUN);

        TrustTable table = new TrustTable(TrustTable.collect(reports()));

        assertThat(table.markdown()).endsWith("""
                | tests of api | 2 | 1 failed: ATest holds |
                | skipped: ATest | 1 | nothing |
                """);
        assertThat(table.fallsShort()).isTrue();
    }

    @Test
    void pageNamesTheCommitAndRowsWithoutShortfall() {
        TrustTable table = new TrustTable(List.of(new TrustLine("seeds", 1_234_567, "")));

        assertThat(table.fallsShort()).isFalse();
        assertThat(table.page("mvn verify -Ptrust", "abc", BEGUN))
                .contains(
                        "`mvn verify -Ptrust`", "Commit abc, 2026-01-01T10:00:00Z", "| seeds | 1,234,567 | nothing |");
    }

    @Test
    void malformedLineIsRefused() throws Exception {
        write("api/target/trust/b.txt", "seeds, 5000\n", BEGUN);

        assertThatThrownBy(() -> TrustTable.collect(reports())).hasMessageContaining("seeds, 5000");
    }

    @Test
    void faultsHaveASeparateLine() throws Exception {
        write("api/target/surefire-reports/TEST-f.xml", """
                <testsuite><testcase name="a" classname="dev.slipstream.LinkFaultsTest"/>\
                <testcase name="b" classname="dev.slipstream.LinkFaultsTest"><skipped/></testcase></testsuite>
                """, BEGUN);

        assertThat(TrustTable.collect(reports()))
                .containsExactly(
                        new TrustLine("faults F01 to F56 and frames of RFC 6455, on real sockets", 1, ""),
                        new TrustLine("skipped: LinkFaultsTest", 1, ""));
    }

    @Test
    void tooFewKilledMutantsFail() throws Exception {
        write("core/target/pit-reports/mutations.xml", mutants(85, 15), BEGUN);
        write("api/target/pit-reports/mutations.xml", mutants(84, 16), BEGUN);

        assertThat(TrustTable.collect(reports()))
                .containsExactly(
                        new TrustLine("mutants of api", 100, ""),
                        new TrustLine("mutants of api that tests kill", 84, "fewer than 85 %"),
                        new TrustLine("mutants of core", 100, ""),
                        new TrustLine("mutants of core that tests kill", 85, ""));
    }

    @Test
    void survivingMutantOfAStateMachineNeedsAnExplanation() throws Exception {
        write(
                "core/target/pit-reports/mutations.xml",
                "<mutations>"
                        + "<mutation detected='true' status='KILLED'/>".repeat(99)
                        + survivor("WantedTopics", "hold")
                        + survivor("WantedTopics", "lambda$rest$0")
                        + survivor("SparseMap$Only", "size")
                        + survivor("WantedTopic", "rest")
                        + survivor("client.WantedTopics", "rest")
                        + "<mutation detected='false'><mutatedClass>dev.slipstream.core.Words</mutatedClass></mutation>"
                        + "</mutations>",
                BEGUN);
        write(Page.MUTANTS.path(), """
                ## Survivors in the machines

                | where | what was changed | why nothing noticed |
                |---|---|---|
                | `WantedTopics.hold`, `rest` | a deadline | Idle |
                | `SparseMap.Only.size` | `WantedTopic.rest` | Equal |
                """, BEGUN);

        assertThat(TrustTable.collect(reports()))
                .containsExactly(
                        new TrustLine("mutants of core", 105, ""),
                        new TrustLine("mutants of core that tests kill", 99, ""),
                        new TrustLine(
                                "mutants of the state machines that no test kills, each explained",
                                5,
                                "unexplained: WantedTopic.rest"));
    }

    private static String survivor(String machine, String method) {
        return "<mutation detected='false'><mutatedClass>dev.slipstream.core.machine." + machine
                + "</mutatedClass><mutatedMethod>" + method + "</mutatedMethod></mutation>";
    }

    private static String mutants(int killed, int survivors) {
        return "<mutations>" + "<mutation detected='true' status='KILLED'/>".repeat(killed)
                + "<mutation detected='false' status='SURVIVED'/>".repeat(survivors) + "</mutations>";
    }

    @Test
    void spotBugsFindingFails() throws Exception {
        write("api/target/spotbugsXml.xml", """
                <BugCollection><BugInstance type="NP_ALWAYS_NULL"/><FindBugsSummary total_classes="7"/></BugCollection>
                """, BEGUN);
        write("core/target/spotbugsXml.xml", """
                <BugCollection><FindBugsSummary total_classes="5"/></BugCollection>
                """, BEGUN);

        assertThat(TrustTable.collect(reports()))
                .containsExactly(new TrustLine("classes, by SpotBugs with find-sec-bugs", 12, "NP_ALWAYS_NULL in api"));
    }

    private BuildReports reports() {
        return new BuildReports(new ProjectLayout(project), Path.of("target"), BEGUN);
    }

    private void write(String file, String text, Instant when) throws Exception {
        Path place = project.resolve(file);
        Files.createDirectories(place.getParent());
        Files.writeString(place, text);
        Files.setLastModifiedTime(place, FileTime.from(when));
    }
}
