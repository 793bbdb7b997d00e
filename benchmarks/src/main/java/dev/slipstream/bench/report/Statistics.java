package dev.slipstream.bench.report;

import java.util.Arrays;
import java.util.List;

/** What many figures come to. */
public final class Statistics {

    private Statistics() {}

    /**
     * The middle one, or the mean of the two in the middle.
     *
     * @throws IllegalArgumentException if there are none
     */
    public static double median(List<Double> figures) {
        double[] sorted = sorted(figures);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /** The one below which this share of them lies. */
    public static double quantile(List<Double> figures, double share) {
        double[] sorted = sorted(figures);
        return sorted[(int) Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
    }

    /** The middle of the ratios of pairs that were measured side by side, which is what a machine that drifts leaves alone. */
    public static double medianRatio(List<Double> above, List<Double> below) {
        if (above.size() != below.size()) {
            throw new IllegalArgumentException(above.size() + " figures over " + below.size());
        }
        Double[] ratios = new Double[above.size()];
        Arrays.setAll(ratios, i -> above.get(i) / below.get(i));
        return median(List.of(ratios));
    }

    /**
     * The exponent by which a cost grows with a size: 0 is flat, 1 is in proportion. A straight line through the
     * logarithms of both, by least squares.
     */
    public static double exponent(List<Double> sizes, List<Double> costs) {
        int n = sizes.size();
        if (n < 2 || n != costs.size()) {
            throw new IllegalArgumentException(n + " sizes and " + costs.size() + " costs make no line");
        }
        double meanX = sizes.stream().mapToDouble(Math::log).average().orElseThrow();
        double meanY = costs.stream().mapToDouble(Math::log).average().orElseThrow();
        double above = 0;
        double below = 0;
        for (int i = 0; i < n; i++) {
            double x = Math.log(sizes.get(i)) - meanX;
            above += x * (Math.log(costs.get(i)) - meanY);
            below += x * x;
        }
        return above / below;
    }

    private static double[] sorted(List<Double> figures) {
        if (figures.isEmpty()) {
            throw new IllegalArgumentException("of no figures there is no middle");
        }
        return figures.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    }
}
