package dev.slipstream.bench.report;

/**
 * What a ratio, or a figure that is compared with nothing, is to be.
 *
 * @param isFloor whether less is short; else more is
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

    /** How much of it is reached: 1 if it holds, 0.5 if twice as much would be needed. */
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
