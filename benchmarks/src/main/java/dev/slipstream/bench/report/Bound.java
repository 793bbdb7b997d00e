package dev.slipstream.bench.report;

/**
 * A bound for a ratio or a figure.
 *
 * @param isFloor whether the value is a minimum; otherwise it is a maximum
 */
public record Bound(boolean isFloor, double value) {

    public static Bound atLeast(double value) {
        return new Bound(true, value);
    }

    public static Bound atMost(double value) {
        return new Bound(false, value);
    }

    public boolean holds(double figure) {
        return isFloor ? figure >= value : figure <= value;
    }

    /**
     * The share of the bound that a figure reaches: 1 if the bound holds, and 0.5 if the figure misses the bound by a
     * factor of two.
     */
    public double reached(double figure) {
        if (holds(figure)) {
            return 1;
        }
        return isFloor ? figure / value : value / figure;
    }

    @Override
    public String toString() {
        return (isFloor ? ">= " : "<= ") + Figures.plain(value);
    }
}
