package dev.slipstream.bench.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Updates the documentation page that shows the last full run between two marker comments. */
public final class Page {

    private static final String BEGIN = "<!-- the last full run begins -->";
    private static final String END = "<!-- the last full run ends -->";

    private Page() {}

    /** Replaces the run in the page, and the plots in the folder {@code performance} next to the page. */
    public static void record(Report report, Path page) throws IOException {
        Path folder = page.resolveSibling("performance");
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("peers.svg"), BarChart.draw(report.bars()));
        Files.writeString(folder.resolve("sizes.svg"), LineChart.draw(report.series()));
        Files.writeString(page, replaced(Files.readString(page), text(report)));
    }

    /**
     * Replaces the text between the marker comments.
     *
     * @throws IllegalArgumentException if a marker comment is missing
     */
    static String replaced(String text, String between) {
        int from = text.indexOf(BEGIN);
        int to = text.indexOf(END);
        if (from < 0 || to < from) {
            throw new IllegalArgumentException("the page lacks the marks of a run: " + BEGIN + " and " + END);
        }
        return text.substring(0, from + BEGIN.length()) + "\n\n" + between + "\n" + text.substring(to);
    }

    private static String text(Report report) {
        Machine machine = report.machine();
        return "Run `" + report.plan() + "` of " + report.date() + " at commit " + report.commit() + ", on "
                + machine.cores() + " cores, " + machine.memoryGigabytes() + " GB, " + machine.system() + ", "
                + machine.jdk() + ".\n\n" + Table.markdown(report.measures())
                + "\n![CPU and time of each client](performance/peers.svg)\n\n"
                + "![CPU by size and number](performance/sizes.svg)\n";
    }
}
