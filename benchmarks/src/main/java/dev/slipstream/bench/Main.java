package dev.slipstream.bench;

import dev.slipstream.bench.report.Bar;
import dev.slipstream.bench.report.Machine;
import dev.slipstream.bench.report.Measure;
import dev.slipstream.bench.report.Page;
import dev.slipstream.bench.report.Report;
import dev.slipstream.bench.report.Series;
import dev.slipstream.bench.report.Table;
import dev.slipstream.bench.suite.Findings;
import dev.slipstream.bench.suite.Stage;
import dev.slipstream.bench.suite.Suite;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs the suites, prints the table and writes the report as JSON.
 *
 * <p>The first argument is the plan, {@code quick} or {@code full}. Options follow: {@code --only NAME} runs one suite.
 * {@code --uri URI} runs the suites that work with any Phoenix, against the user's own. {@code --output FILE} chooses
 * the JSON file. {@code --record} writes the table and the plots into the documentation.
 */
public final class Main {

    private Main() {}

    public static void main(String[] args) throws Exception {
        Options options = Options.of(args);
        Stage stage =
                new Stage(options.plan(), options.folder(), script(options.folder()), options.uri(), System.nanoTime());
        List<Measure> measures = new ArrayList<>();
        List<Bar> bars = new ArrayList<>();
        List<Series> series = new ArrayList<>();
        for (Suite suite : options.suites()) {
            stage.log(suite.name());
            long begin = System.nanoTime();
            Findings found = suite.run(stage);
            stage.log(suite.name() + " took " + (System.nanoTime() - begin) / 1_000_000_000 + " s");
            measures.addAll(found.measures());
            bars.addAll(found.bars());
            series.addAll(found.series());
        }
        stage.log("done");
        Report report = new Report(
                options.plan().name(),
                System.getProperty("commit", "unknown"),
                LocalDate.now(ZoneOffset.UTC).toString(),
                Machine.here(),
                measures,
                bars,
                series);
        report.write(options.output());
        if (options.isRecorded()) {
            Page.record(Report.read(options.output()), options.page());
        }
        System.out.print(Table.text(measures));
    }

    private static List<Path> script(Path folder) {
        Path script = folder.resolveSibling("js").resolve("phoenix-peer.js");
        return Files.exists(script.resolveSibling("node_modules")) ? List.of(script) : List.of();
    }
}
