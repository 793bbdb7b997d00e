package dev.slipstream.bench.report;

import org.jspecify.annotations.Nullable;

/**
 * One line of the table.
 *
 * @param name what was measured
 * @param ours our figure
 * @param other the other's; null where ours stands alone
 * @param unit of both
 * @param ratio what the bounds are about; our figure where it stands alone
 * @param gate what may not be missed; null if this is only told
 * @param goal what to reach for
 */
public record Measure(
        String name,
        double ours,
        @Nullable Double other,
        String unit,
        double ratio,
        @Nullable Bound gate,
        @Nullable Bound goal) {

    /** What a run says of a measure. */
    public enum Outcome {
        MET,
        SHORT,
        TOLD
    }

    /** Our figure over the other's: more of it is worse. */
    public static Measure over(String name, double ours, double other, String unit, Bound gate, Bound goal) {
        return new Measure(name, ours, other, unit, ours / other, gate, goal);
    }

    /** The other's figure over ours: how many times less ours is. */
    public static Measure under(String name, double ours, double other, String unit, Bound gate, Bound goal) {
        return new Measure(name, ours, other, unit, other / ours, gate, goal);
    }

    /** A figure that is compared with nothing. */
    public static Measure alone(String name, double figure, String unit, Bound gate, Bound goal) {
        return new Measure(name, figure, null, unit, figure, gate, goal);
    }

    /** This measure with a ratio that was taken pair by pair. */
    public Measure withRatio(double paired) {
        return new Measure(name, ours, other, unit, paired, gate, goal);
    }

    /** This measure as one of which nothing is asked. */
    public Measure told() {
        return new Measure(name, ours, other, unit, ratio, null, null);
    }

    public Outcome verdict() {
        Bound asked = gate;
        return asked == null ? Outcome.TOLD : asked.holds(ratio) ? Outcome.MET : Outcome.SHORT;
    }

    /** The better of two runs of the same measure: a machine that is disturbed makes figures worse, never better. */
    public Measure better(Measure again) {
        Bound asked = gate;
        if (asked == null) {
            return again;
        }
        boolean isBetter = asked.isFloor() ? again.ratio > ratio : again.ratio < ratio;
        return isBetter ? again : this;
    }
}
