package dev.slipstream.bench.suite;

import static dev.slipstream.bench.report.Bound.atMost;

import dev.slipstream.bench.peer.Sample;
import dev.slipstream.bench.report.Bar;
import dev.slipstream.bench.report.Bound;
import dev.slipstream.bench.report.Measure;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/** The samples of new processes, start by start, and the rows and bars made from them. */
final class Starts {

    /** A part of a process's first seconds. */
    enum Phase {
        /** From the first line of the program until joined. The CPU time includes the start of the JVM. */
        MAIN_TO_JOINED("main to joined", "ms", 1e6),
        /** From the start of the process until joined, as the parent process sees it. */
        START_TO_JOINED("process start to joined", "ms", 1e6),
        FIRST_REQUESTS("requests 1 to 1,000", "us", 1e3),
        ALL_REQUESTS("requests 1 to 40,000", "us", 1e3);

        private final String title;
        private final String unit;
        private final double nanos;

        Phase(String title, String unit, double nanos) {
            this.title = title;
            this.unit = unit;
            this.nanos = nanos;
        }
    }

    private final Set<Rival> rivals = new LinkedHashSet<>();
    private final Map<Phase, Samples> samples = new EnumMap<>(Phase.class);

    Starts() {
        for (Phase phase : Phase.values()) {
            samples.put(phase, new Samples());
        }
    }

    void add(Rival rival, Phase phase, Sample sample) {
        rivals.add(rival);
        of(phase).add(rival.kind(), sample);
    }

    /** The rows of the table. A row appears only if both of its clients were measured. */
    List<Measure> rows() {
        List<Measure> rows = new ArrayList<>(rows("", Rival.OURS_JDK));
        rows.addAll(rows("netty: ", Rival.OURS_NETTY));
        rows("tyrus: ", Rival.OURS_TYRUS).stream().map(Measure::withoutBounds).forEach(rows::add);
        rows("bare JDK: ", Rival.JDK).stream().map(Measure::withoutBounds).forEach(rows::add);
        return rows;
    }

    private List<Measure> rows(String who, Rival ours) {
        Rival theirs = Rival.JAVA_PHOENIX;
        Rival js = Rival.PHOENIX_JS;
        List<Measure> rows = new ArrayList<>();
        row(who, Phase.MAIN_TO_JOINED, true, ours, theirs, 1.2, rows);
        row(who, Phase.START_TO_JOINED, true, ours, theirs, 0, rows);
        row(who, Phase.START_TO_JOINED, true, ours, js, 0, rows);
        row(who, Phase.START_TO_JOINED, false, ours, theirs, 0, rows);
        row(who, Phase.FIRST_REQUESTS, false, ours, theirs, 0, rows);
        row(who, Phase.FIRST_REQUESTS, false, ours, js, 0, rows);
        row(who, Phase.ALL_REQUESTS, false, ours, theirs, 0.6, rows);
        row(who, Phase.ALL_REQUESTS, false, ours, js, 1.4, rows);
        return rows;
    }

    /**
     * Adds a row.
     *
     * @param isTime whether to compare times; otherwise compares CPU times
     * @param gate the gate and the goal; 0 for none
     */
    private void row(
            String who, Phase phase, boolean isTime, Rival ours, Rival other, double gate, List<Measure> into) {
        if (!rivals.contains(ours) || !rivals.contains(other)) {
            return;
        }
        ToDoubleFunction<Sample> figure = figure(phase, isTime);
        Bound bound = atMost(gate);
        Measure row = Measure.over(
                        who + "cold, " + phase.title + (isTime ? ", time" : ", CPU") + ", vs " + other.brief(),
                        of(phase).median(ours.kind(), figure),
                        of(phase).median(other.kind(), figure),
                        phase.unit,
                        bound,
                        bound)
                .withRatio(of(phase).ratio(ours.kind(), other.kind(), figure));
        into.add(gate > 0 ? row : row.withoutBounds());
    }

    /** The bars of each plot, the cheapest first. */
    List<Bar> bars() {
        List<Bar> bars = new ArrayList<>();
        bars(Phase.MAIN_TO_JOINED, true, "Time from main to joined, new process", bars);
        bars(Phase.ALL_REQUESTS, false, "CPU of each of the first 40,000 requests, new process", bars);
        return bars;
    }

    private void bars(Phase phase, boolean isTime, String plot, List<Bar> into) {
        ToDoubleFunction<Sample> figure = figure(phase, isTime);
        rivals.stream()
                .map(rival -> new Bar(plot, rival.title(), of(phase).median(rival.kind(), figure), phase.unit))
                .sorted(Comparator.comparingDouble(Bar::value))
                .forEach(into::add);
    }

    private static ToDoubleFunction<Sample> figure(Phase phase, boolean isTime) {
        return sample -> (isTime ? sample.wallEach() : sample.cpuEach()) / phase.nanos;
    }

    private Samples of(Phase phase) {
        return samples.getOrDefault(phase, new Samples());
    }
}
