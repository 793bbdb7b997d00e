package dev.slipstream.system.simulation;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Makes a run that broke a promise as short as it can be: all that may happen in it and need not is left out, as long as the
 * same promise is still broken. That of delta debugging (Zeller, Hildebrandt: "Simplifying and isolating failure-inducing
 * input"), with the chances of the run in the place of its input.
 */
final class Shrinking {

    private static final int MOST_RUNS = 4000;
    private static final int WEATHERS = 8;

    private final BrokenSeed first;
    private BrokenSeed shortest;
    private Cut cut = Cut.NOTHING;
    private int runs;

    Shrinking(BrokenSeed broken) {
        this.first = broken;
        this.shortest = broken;
    }

    /** Returns the shortest run that still breaks the same promise, told by its whole history. */
    BrokenSeed shortest() {
        isBroken(cut.calmed());
        int pieces = 2;
        List<Chances.Chance> left = shortest.chances();
        while (!left.isEmpty() && runs < MOST_RUNS) {
            int before = left.size();
            boolean less = leaveOutOne(pieces(left, pieces));
            left = shortest.chances();
            if (less) {
                pieces = Math.max(pieces * left.size() / before, 2);
            } else if (pieces >= left.size()) {
                break;
            } else {
                pieces = Math.min(pieces * 2, left.size());
            }
        }
        return shortest.shrunk(first, runs);
    }

    /** What is left out of the shortest run. */
    Cut cut() {
        return cut;
    }

    /** Leaves out whatever pieces can be, one after the other; returns whether one could. */
    private boolean leaveOutOne(List<Set<Chances.Chance>> pieces) {
        boolean less = false;
        for (Set<Chances.Chance> piece : pieces) {
            less |= runs < MOST_RUNS && isBroken(cut.without(piece));
        }
        return less;
    }

    /**
     * Whether the same promise is broken by this run, or by one like it: what is left out changes when all else happens, so a
     * few more weathers are tried.
     */
    private boolean isBroken(Cut changed) {
        boolean isBroken = isBrokenIn(changed);
        for (long weather = 1; !isBroken && weather <= WEATHERS && runs < MOST_RUNS; weather++) {
            isBroken = isBrokenIn(changed.in(weather));
        }
        return isBroken;
    }

    /** Whether the same promise is broken in this run; if so it is the shortest one from now on. */
    private boolean isBrokenIn(Cut changed) {
        runs++;
        try {
            Run.of(first.seed(), changed, new Coverage());
            return false;
        } catch (BrokenSeed broken) {
            boolean same = broken.invariant().equals(first.invariant());
            if (same) {
                shortest = broken;
                cut = changed;
            }
            return same;
        }
    }

    /** The latest first: what happens late is needed least often by what broke before. */
    private static List<Set<Chances.Chance>> pieces(List<Chances.Chance> all, int count) {
        List<Set<Chances.Chance>> pieces = new ArrayList<>();
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
