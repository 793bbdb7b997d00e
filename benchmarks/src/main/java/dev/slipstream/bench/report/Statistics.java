package dev.slipstream.bench.report;

import java.util.Arrays;
import java.util.List;

/** Medians, quantiles, ratios and exponents of samples. */
public final class Statistics {

    private Statistics() {}

    /**
     * The median. For an even number of figures it is the mean of the middle two.
     *
     * @throws IllegalArgumentException if the list is empty
     */
    public static double median(List<Double> figures) {
        double[] sorted = sorted(figures);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /** The value below which this share of the figures lies. */
    public static double quantile(List<Double> figures, double share) {
        double[] sorted = sorted(figures);
        return sorted[(int) Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
    }

    /**
     * The median of the ratios of pairs measured side by side. A machine that slows down over time does not change the
     * result, because it slows both figures of a pair.
     */
    public static double medianRatio(List<Double> above, List<Double> below) {
        if (above.size() != below.size()) {
            throw new IllegalArgumentException(above.size() + " figures over " + below.size());
        }
        Double[] ratios = new Double[above.size()];
        Arrays.setAll(ratios, i -> above.get(i) / below.get(i));
        return median(List.of(ratios));
    }

    /**
     * The exponent by which a cost grows with a size: 0 is constant, 1 is linear. It is the slope of a least-squares
     * line through the logarithms of sizes and costs.
     */
    public static double exponent(List<Double> sizes, List<Double> costs) {
        int n = sizes.size();
        if (n < 2 || n != costs.size()) {
            throw new IllegalArgumentException(
                    n + " sizes and " + costs.size() + " costs: need two sizes, and a cost for each");
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
            throw new IllegalArgumentException("no figures");
        }
        return figures.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    }
}
