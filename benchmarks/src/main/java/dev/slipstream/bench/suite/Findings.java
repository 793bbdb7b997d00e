package dev.slipstream.bench.suite;

import dev.slipstream.bench.report.Bar;
import dev.slipstream.bench.report.Figures;
import dev.slipstream.bench.report.Measure;
import dev.slipstream.bench.report.Series;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The results of a suite. */
public record Findings(List<Measure> measures, List<Bar> bars, List<Series> series) {

    static Findings of(List<Measure> measures) {
        return new Findings(measures, List.of(), List.of());
    }

    boolean isMissed() {
        return !missed().isEmpty();
    }

    /** Returns a line of text for each measure that misses its gate. */
    List<String> missed() {
        return measures.stream()
                .filter(measure -> measure.verdict() == Measure.Outcome.MISSED)
                .map(measure ->
                        "    " + measure.name() + ": " + Figures.plain(measure.ratio()) + ", not " + measure.gate())
                .toList();
    }

    /** These results and others together. */
    Findings with(Findings others) {
        return new Findings(both(measures, others.measures), both(bars, others.bars), both(series, others.series));
    }

    private static <T> List<T> both(List<T> some, List<T> others) {
        return Stream.concat(some.stream(), others.stream()).toList();
    }

    /**
     * These results merged with another run of the same measures. {@link Measure#better} chooses the run of each
     * measure. The plots come from the newer run.
     */
    Findings and(Findings again) {
        List<Measure> better = new ArrayList<>();
        for (int i = 0; i < measures.size(); i++) {
            better.add(measures.get(i).better(again.measures.get(i)));
        }
        return new Findings(better, again.bars, again.series);
    }
}
