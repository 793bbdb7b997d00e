package dev.slipstream.bench.report;

import static dev.slipstream.bench.report.Bound.atMost;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

class ReportTest {

    private static final Report REPORT = new Report(
            "full",
            "abc1234",
            "2026-01-02",
            new Machine(2, 8, "A JDK 25", "Linux amd64"),
            List.of(
                    Measure.over("cpu", 3, 2, "us", atMost(2), atMost(1)),
                    Measure.alone("threads", 4, "", atMost(16), atMost(4)).withoutBounds()),
            List.of(new Bar("CPU", "Slipstream", 1, "us"), new Bar("CPU", "a < b & c", 3, "us")),
            List.of(new Series("by size", "Slipstream", "us", List.of(1.0, 100.0), List.of(2.0, 2.5))));

    @Test
    void writtenReportCanBeRead(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("runs").resolve("full.json");

        REPORT.write(file);

        assertThat(Report.read(file)).isEqualTo(REPORT);
    }

    @Test
    void plotsAreWellFormedAndShowEachFigure() throws Exception {
        Document bars = xml(BarChart.draw(REPORT.bars()));
        Document lines = xml(LineChart.draw(REPORT.series()));

        assertThat(bars.getElementsByTagName("rect").getLength()).isEqualTo(3); // two bars and the background
        assertThat(bars.getDocumentElement().getTextContent()).contains("Slipstream", "a < b & c");
        assertThat(lines.getElementsByTagName("circle").getLength()).isEqualTo(2);
    }

    @Test
    void largerFigureHasLongerBar() throws Exception {
        Document bars = xml(BarChart.draw(REPORT.bars()));

        assertThat(width(bars, 2)).isCloseTo(3 * width(bars, 1), org.assertj.core.api.Assertions.within(0.5));
    }

    @Test
    void newRunReplacesLastRunInPage(@TempDir Path folder) throws IOException {
        Path page = folder.resolve("performance.md");
        Files.writeString(
                page, "before\n<!-- the last full run begins -->\nold\n<!-- the last full run ends -->\nbehind\n");

        Page.record(REPORT, page);
        Page.record(REPORT, page);

        assertThat(Files.readString(page))
                .startsWith("before\n")
                .endsWith("behind\n")
                .contains("abc1234", "2 cores, 8 GB", "| cpu |")
                .doesNotContain("old")
                .containsOnlyOnce("| cpu |");
        assertThat(folder.resolve("performance")).isDirectoryContaining("glob:**.svg");
    }

    @Test
    void pageWithoutMarksIsRejected() {
        assertThatIllegalArgumentException().isThrownBy(() -> Page.replaced("no marks", "run"));
    }

    private static double width(Document svg, int rect) {
        return Double.parseDouble(svg.getElementsByTagName("rect")
                .item(rect)
                .getAttributes()
                .getNamedItem("width")
                .getNodeValue());
    }

    private static Document xml(String text) throws Exception {
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(text)));
    }
}
