package dev.slipstream.bench.report;

import org.jspecify.annotations.Nullable;

/**
 * One row of the table.
 *
 * @param name what was measured
 * @param ours this library's figure
 * @param other the figure to compare with; null if there is none
 * @param unit the unit of both figures
 * @param ratio the value that the bounds apply to; equal to {@code ours} if there is no figure to compare with
 * @param gate the bound that decides the verdict; null if there is none
 * @param goal the bound to aim for; null if the row is for information only
 */
public record Measure(
        String name,
        double ours,
        @Nullable Double other,
        String unit,
        double ratio,
        @Nullable Bound gate,
        @Nullable Bound goal) {

    /** The verdict on a measure: its gate holds, its gate does not hold, or it has no gate. */
    public enum Outcome {
        MET,
        MISSED,
        NO_GATE
    }

    /** A measure whose ratio must be small: this library's figure divided by the other figure. */
    public static Measure over(String name, double ours, double other, String unit, Bound gate, Bound goal) {
        return new Measure(name, ours, other, unit, ours / other, gate, goal);
    }

    /** A measure whose ratio must be large: the other figure divided by this library's figure. */
    public static Measure under(String name, double ours, double other, String unit, Bound gate, Bound goal) {
        return new Measure(name, ours, other, unit, other / ours, gate, goal);
    }

    /** A measure without a comparison. */
    public static Measure alone(String name, double figure, String unit, Bound gate, Bound goal) {
        return new Measure(name, figure, null, unit, figure, gate, goal);
    }

    /** This measure with a ratio computed from pairs of samples. */
    public Measure withRatio(double paired) {
        return new Measure(name, ours, other, unit, paired, gate, goal);
    }

    /** This measure without bounds, for information only. */
    public Measure withoutBounds() {
        return new Measure(name, ours, other, unit, ratio, null, null);
    }

    /** This measure with its goal, but without a gate. */
    public Measure withoutGate() {
        return new Measure(name, ours, other, unit, ratio, null, goal);
    }

    public Outcome verdict() {
        Bound asked = gate;
        return asked == null ? Outcome.NO_GATE : asked.holds(ratio) ? Outcome.MET : Outcome.MISSED;
    }

    /**
     * Returns the better of two runs of this measure, because load on the machine can only make figures worse. Without
     * a gate, returns the newer run, {@code again}.
     */
    public Measure better(Measure again) {
        Bound asked = gate;
        if (asked == null) {
            return again;
        }
        boolean isBetter = asked.isFloor() ? again.ratio > ratio : again.ratio < ratio;
        return isBetter ? again : this;
    }
}
