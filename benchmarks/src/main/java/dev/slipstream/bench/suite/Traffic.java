package dev.slipstream.bench.suite;

import static dev.slipstream.bench.report.Bound.atLeast;
import static dev.slipstream.bench.report.Bound.atMost;

import dev.slipstream.bench.peer.Sample;
import dev.slipstream.bench.report.Bar;
import dev.slipstream.bench.report.Bound;
import dev.slipstream.bench.report.Measure;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/** The samples of messages and requests of all clients, round by round. */
final class Traffic {

    /** A figure of a sample, with its name in the rows of the table. */
    enum Figure {
        CPU("CPU", Samples::cpuMicros),
        WALL("wall", Samples::wallMicros),
        P50("p50", Samples::p50Micros);

        private final String title;
        private final ToDoubleFunction<Sample> of;

        Figure(String title, ToDoubleFunction<Sample> of) {
            this.title = title;
            this.of = of;
        }
    }

    private final Set<Rival> rivals = new LinkedHashSet<>();
    private final Map<Load, Samples> samples = new EnumMap<>(Load.class);

    Traffic() {
        for (Load load : Load.values()) {
            samples.put(load, new Samples());
        }
    }

    /** Lets a client do all its loads once. */
    void add(Entrant entrant, Stage stage) throws IOException, InterruptedException {
        for (Load load : entrant.loads()) {
            add(entrant.rival(), load, load.run(entrant, stage));
        }
    }

    void add(Rival rival, Load load, Sample sample) {
        rivals.add(rival);
        of(load).add(rival.kind(), sample);
    }

    boolean has(Load load, Rival rival) {
        return of(load).has(rival.kind());
    }

    /** A row for a figure that should be small: ours divided by the other's. */
    Measure over(String what, Load load, Figure figure, Rival ours, Rival other, Bound gate, Bound goal) {
        return Measure.over(
                        name(what, figure, other),
                        median(load, figure, ours),
                        median(load, figure, other),
                        "us",
                        gate,
                        goal)
                .withRatio(of(load).ratio(ours.kind(), other.kind(), figure.of));
    }

    /** A row for a saving that should be large: the other's figure divided by ours. */
    Measure under(String what, Load load, Figure figure, Rival ours, Rival other, Bound gate, Bound goal) {
        return Measure.under(
                        name(what, figure, other),
                        median(load, figure, ours),
                        median(load, figure, other),
                        "us",
                        gate,
                        goal)
                .withRatio(of(load).ratio(other.kind(), ours.kind(), figure.of));
    }

    /** A row without bounds: ours divided by the other's. */
    Measure informative(String what, Load load, Figure figure, Rival ours, Rival other) {
        return over(what, load, figure, ours, other, atMost(1), atMost(1)).withoutBounds();
    }

    /** A row without bounds: the other's figure divided by ours. */
    Measure informativeUnder(String what, Load load, Figure figure, Rival ours, Rival other) {
        return under(what, load, figure, ours, other, atLeast(1), atLeast(1)).withoutBounds();
    }

    private static String name(String what, Figure figure, Rival other) {
        return what + ", " + figure.title + ", vs " + other.brief();
    }

    private double median(Load load, Figure figure, Rival rival) {
        return of(load).median(rival.kind(), figure.of);
    }

    private Samples of(Load load) {
        return samples.getOrDefault(load, new Samples());
    }

    /** The bars of each plot, the cheapest first. */
    List<Bar> bars() {
        List<Bar> bars = new ArrayList<>();
        bars(Load.MESSAGES, Figure.CPU, "CPU of a message received, 100 B", bars);
        bars(Load.MESSAGES, Figure.WALL, "Time of a message received, 100 B, in a flood", bars);
        bars(Load.REQUESTS, Figure.CPU, "CPU of a request and its reply, 64 in flight", bars);
        bars(Load.SINGLE_MESSAGES, Figure.CPU, "CPU of a message received, one frame per write", bars);
        bars(
                Load.SINGLE_REQUESTS,
                Figure.CPU,
                "CPU of a request and its reply, 64 in flight, one frame per write",
                bars);
        bars(Load.TRIPS, Figure.CPU, "CPU of one request and its reply", bars);
        bars(Load.TRIPS, Figure.P50, "Time of one request and its reply, p50", bars);
        return bars;
    }

    private void bars(Load load, Figure figure, String plot, List<Bar> into) {
        rivals.stream()
                .filter(rival -> has(load, rival))
                .map(rival -> new Bar(plot, rival.title(), median(load, figure, rival), "us"))
                .sorted(Comparator.comparingDouble(Bar::value))
                .forEach(into::add);
    }
}
