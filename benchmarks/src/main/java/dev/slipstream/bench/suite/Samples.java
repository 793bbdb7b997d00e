package dev.slipstream.bench.suite;

import dev.slipstream.bench.peer.Sample;
import dev.slipstream.bench.report.Statistics;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** The samples of several clients, round by round. */
final class Samples {

    private final Map<String, List<Sample>> byKind = new LinkedHashMap<>();

    void add(String kind, Sample sample) {
        byKind.computeIfAbsent(kind, made -> new ArrayList<>()).add(sample);
    }

    boolean has(String kind) {
        return byKind.containsKey(kind);
    }

    /** The figures of one client, one for each round. */
    List<Double> all(String kind, ToDoubleFunction<Sample> figure) {
        List<Sample> samples = byKind.getOrDefault(kind, List.of());
        return samples.stream().map(figure::applyAsDouble).toList();
    }

    double median(String kind, ToDoubleFunction<Sample> figure) {
        return Statistics.median(all(kind, figure));
    }

    double least(String kind, ToDoubleFunction<Sample> figure) {
        return all(kind, figure).stream().mapToDouble(Double::doubleValue).min().orElse(Double.NaN);
    }

    /**
     * Divides one client's figure by the other client's figure in each round, and returns the median of these ratios. A
     * client may have taken part only in the first rounds. Then only these rounds count.
     */
    double ratio(String above, String below, ToDoubleFunction<Sample> figure) {
        List<Double> ours = all(above, figure);
        List<Double> others = all(below, figure);
        int rounds = Math.min(ours.size(), others.size());
        return Statistics.medianRatio(ours.subList(0, rounds), others.subList(0, rounds));
    }

    static double cpuMicros(Sample sample) {
        return sample.cpuEach() / 1000;
    }

    static double wallMicros(Sample sample) {
        return sample.wallEach() / 1000;
    }

    static double p50Micros(Sample sample) {
        return Statistics.median(sample.nanos().stream().map(Long::doubleValue).toList()) / 1000;
    }
}
