package dev.slipstream.system.simulation;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Shrinks a run that broke an invariant. It removes random actions as long as the same invariant is still broken.
 *
 * <p>This is delta debugging (Zeller, Hildebrandt: "Simplifying and isolating failure-inducing input"). The random
 * actions take the place of the input.
 */
final class Shrinking {

    private static final int MOST_RUNS = 4000;
    private static final int TIMINGS = 8;

    /** Runs a seed with changes. */
    @FunctionalInterface
    interface SeedRun {

        /** Throws {@link BrokenSeed} if the run breaks an invariant. */
        void run(long seed, RunVariation variation);
    }

    private final BrokenSeed original;
    private final SeedRun again;
    private BrokenSeed shortest;
    private RunVariation variation = RunVariation.NOTHING;
    private int runs;

    Shrinking(BrokenSeed broken) {
        this(broken, (seed, changed) -> Run.of(seed, changed, new Coverage()));
    }

    /** Prepares to shrink a run. The function {@code again} repeats the run with changes. */
    Shrinking(BrokenSeed broken, SeedRun again) {
        this.original = broken;
        this.again = again;
        this.shortest = broken;
    }

    /** Returns the shortest run found that breaks the same invariant. */
    BrokenSeed shortest() {
        isBroken(variation.calmed());
        int pieces = 2;
        List<RandomActions.RandomAction> left = shortest.actions();
        while (!left.isEmpty() && runs < MOST_RUNS) {
            int before = left.size();
            boolean removed = removePieces(pieces(left, pieces));
            left = shortest.actions();
            if (removed) {
                pieces = Math.max(pieces * left.size() / before, 2);
            } else if (pieces >= left.size()) {
                break;
            } else {
                pieces = Math.min(pieces * 2, left.size());
            }
        }
        return shortest.shrunk(original, runs);
    }

    /** Returns the changes that lead to the shortest run. */
    RunVariation variation() {
        return variation;
    }

    /** Removes as many of these pieces as possible, and returns whether it removed any. */
    private boolean removePieces(List<Set<RandomActions.RandomAction>> pieces) {
        boolean removed = false;
        for (Set<RandomActions.RandomAction> piece : pieces) {
            removed |= runs < MOST_RUNS && isBroken(variation.without(piece));
        }
        return removed;
    }

    /**
     * Returns whether a run with these changes breaks the same invariant. A removed action changes the timing of the
     * others, so the method also tries a few other timings.
     */
    private boolean isBroken(RunVariation changed) {
        boolean isBroken = isBrokenIn(changed);
        for (long timing = 1; !isBroken && timing <= TIMINGS && runs < MOST_RUNS; timing++) {
            isBroken = isBrokenIn(changed.withTiming(timing));
        }
        return isBroken;
    }

    /** Returns whether this run breaks the same invariant. If so, it becomes the shortest run. */
    private boolean isBrokenIn(RunVariation changed) {
        runs++;
        try {
            again.run(original.seed(), changed);
            return false;
        } catch (BrokenSeed broken) {
            boolean isSame = broken.invariant().equals(original.invariant());
            if (isSame) {
                shortest = broken;
                variation = changed;
            }
            return isSame;
        }
    }

    /**
     * Splits the actions into pieces. The latest actions come first. They rarely matter for the failure, so the run can
     * often do without them.
     */
    private static List<Set<RandomActions.RandomAction>> pieces(List<RandomActions.RandomAction> all, int count) {
        List<Set<RandomActions.RandomAction>> pieces = new ArrayList<>();
        for (int i = count - 1; i >= 0; i--) {
            int from = (int) ((long) all.size() * i / count);
            int to = (int) ((long) all.size() * (i + 1) / count);
            if (from < to) {
                pieces.add(new LinkedHashSet<>(all.subList(from, to)));
            }
        }
        return pieces;
    }
}
