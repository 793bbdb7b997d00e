package dev.slipstream.bench.suite;

import dev.slipstream.bench.peer.Sample;
import dev.slipstream.bench.report.Series;
import dev.slipstream.bench.report.Statistics;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The cost of some work at several sizes.
 *
 * @param costs for each size, the CPU microseconds of each round
 */
record Curve(List<Integer> sizes, List<List<Double>> costs) {

    private static final int WARM_UPS = 2;

    /** Does the work once at a given size. */
    @FunctionalInterface
    interface Work {
        Sample at(int size) throws IOException, InterruptedException;
    }

    /** Does the work at all sizes before measuring, so that the JIT compiler compiles the code first. */
    static void warmUp(Stage stage, List<Integer> sizes, String what, Work work)
            throws IOException, InterruptedException {
        for (int round = 1; round <= WARM_UPS; round++) {
            stage.log(what + ", warming up");
            for (int size : sizes) {
                work.at(size);
            }
        }
    }

    /** Measures all sizes in each round. */
    static Curve of(Stage stage, List<Integer> sizes, String what, Work work) throws IOException, InterruptedException {
        List<List<Double>> costs = new ArrayList<>();
        sizes.forEach(size -> costs.add(new ArrayList<>()));
        int rounds = Math.max(3, stage.plan().rounds() / 2);
        for (int round = 1; round <= rounds; round++) {
            stage.log(what + ", round " + round + " of " + rounds);
            for (int i = 0; i < sizes.size(); i++) {
                costs.get(i).add(Samples.cpuMicros(work.at(sizes.get(i))));
            }
        }
        return new Curve(sizes, costs);
    }

    /** The costs divided by their sizes. */
    Curve perUnit() {
        List<List<Double>> each = new ArrayList<>();
        for (int i = 0; i < sizes.size(); i++) {
            double size = sizes.get(i);
            each.add(costs.get(i).stream().map(cost -> cost / size).toList());
        }
        return new Curve(sizes, each);
    }

    Curve from(int least) {
        int first = 0;
        while (sizes.get(first) < least) {
            first++;
        }
        return new Curve(sizes.subList(first, sizes.size()), costs.subList(first, costs.size()));
    }

    double exponent() {
        return Statistics.exponent(asDoubles(), medians());
    }

    /** Computes the exponent of each round alone, and returns the median absolute deviation of these exponents. */
    double deviation() {
        List<Double> exponents = new ArrayList<>();
        for (int round = 0; round < costs.get(0).size(); round++) {
            int at = round;
            exponents.add(Statistics.exponent(
                    asDoubles(), costs.stream().map(rounds -> rounds.get(at)).toList()));
        }
        double middle = Statistics.median(exponents);
        return Statistics.median(
                exponents.stream().map(one -> Math.abs(one - middle)).toList());
    }

    Series series(String plot, String name) {
        return new Series(plot, name, "us", asDoubles(), medians());
    }

    private List<Double> asDoubles() {
        return sizes.stream().map(Integer::doubleValue).toList();
    }

    private List<Double> medians() {
        return costs.stream().map(Statistics::median).toList();
    }
}
