package dev.slipstream.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.system.layout.ProjectLayout;
import dev.slipstream.system.trust.BuildReports;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SlowestStepsTest {

    private static final Path REPORTS = Path.of("target", "surefire-reports");

    @TempDir
    Path project;

    @Test
    void reportsOfAnEarlierBuildAreIgnored() throws Exception {
        report("core", "ATest", "0.25", Instant.parse("2026-01-01T10:00:01Z"));
        report("api", "BTest", "1,001.5", Instant.parse("2026-01-01T10:00:00Z"));
        report("api", "OldTest", "9", Instant.parse("2026-01-01T09:59:59Z"));
        Files.writeString(project.resolve("pom.xml"), "<project/>");

        List<SlowestSteps> steps = SlowestSteps.stepsOf(
                new BuildReports(new ProjectLayout(project), Path.of("target"), Instant.parse("2026-01-01T10:00:00Z")));

        assertThat(steps)
                .containsExactly(new SlowestSteps("api", "BTest", 1001.5), new SlowestSteps("core", "ATest", 0.25));
    }

    @Test
    void tenSlowestAreListedBelowTheTotal() {
        List<SlowestSteps> steps = IntStream.rangeClosed(1, 11)
                .mapToObj(seconds -> new SlowestSteps("core", "Test" + seconds, seconds))
                .toList();

        assertThat(SlowestSteps.summary(steps).lines())
                .hasSize(11)
                .startsWith("Slowest of 11 test classes, 66.0 s in all:", "    11.0 s  core  Test11")
                .endsWith("     2.0 s  core  Test2");
    }

    private void report(String module, String test, String seconds, Instant written) throws Exception {
        Path folder = Files.createDirectories(project.resolve(module).resolve(REPORTS));
        Path report = folder.resolve("TEST-" + test + ".xml");
        Files.writeString(report, "<testsuite name=\"" + test + "\" time=\"" + seconds + "\"><testcase/></testsuite>");
        Files.writeString(project.resolve(module).resolve("pom.xml"), "<project/>");
        Files.writeString(folder.resolve(test + ".txt"), "for people");
        Files.setLastModifiedTime(report, FileTime.from(written));
    }
}
