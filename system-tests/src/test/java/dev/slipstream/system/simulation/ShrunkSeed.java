package dev.slipstream.system.simulation;

import java.util.List;
import java.util.Set;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Runs a seed, shrinks it if it fails, and describes the result. The class implements a JDK interface because its
 * caller has loaded other versions of our classes.
 */
public final class ShrunkSeed implements LongFunction<@Nullable String> {

    @Override
    public @Nullable String apply(long seed) {
        try {
            Run.of(seed, new Coverage());
            return null;
        } catch (BrokenSeed original) {
            Shrinking shrinking = new Shrinking(original);
            BrokenSeed shortest = shrinking.shortest();
            return "same invariant: " + original.invariant().equals(shortest.invariant())
                    + ", repeatable: " + shortest.history().lines().equals(repeated(seed, shrinking.variation()))
                    + ", minimal: " + isMinimal(seed, shrinking.variation(), shortest)
                    + ", of " + original.actions().size() + " actions left "
                    + shortest.actions().size()
                    + ", of " + original.history().lines().size() + " lines left "
                    + shortest.history().lines().size() + "\n" + shortest.getMessage();
        }
    }

    private static List<String> repeated(long seed, RunVariation variation) {
        try {
            return Run.of(seed, variation, new Coverage()).history().lines();
        } catch (BrokenSeed broken) {
            return broken.history().lines();
        }
    }

    /** Returns whether leaving out any further action makes the failure disappear. */
    private static boolean isMinimal(long seed, RunVariation variation, BrokenSeed shortest) {
        return shortest.actions().stream()
                .noneMatch(action -> isBroken(seed, variation.without(Set.of(action)), shortest));
    }

    private static boolean isBroken(long seed, RunVariation variation, BrokenSeed expected) {
        try {
            Run.of(seed, variation, new Coverage());
            return false;
        } catch (BrokenSeed broken) {
            return broken.invariant().equals(expected.invariant());
        }
    }
}
