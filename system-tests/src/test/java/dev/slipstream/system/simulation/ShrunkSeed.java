package dev.slipstream.system.simulation;

import java.util.List;
import java.util.Set;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Runs a seed and shrinks it, and says in words how that went: by types of the JDK alone, for whoever asks has other classes
 * of ours.
 */
public final class ShrunkSeed implements LongFunction<@Nullable String> {

    @Override
    public @Nullable String apply(long seed) {
        try {
            Run.of(seed, new Coverage());
            return null;
        } catch (BrokenSeed whole) {
            Shrinking shrinking = new Shrinking(whole);
            BrokenSeed shortest = shrinking.shortest();
            return "same promise: " + whole.invariant().equals(shortest.invariant())
                    + ", same again: " + shortest.history().lines().equals(again(seed, shrinking.cut()))
                    + ", nothing to spare: " + isMinimal(seed, shrinking.cut(), shortest)
                    + ", of " + whole.chances().size() + " chances left "
                    + shortest.chances().size()
                    + ", of " + whole.history().lines().size() + " lines left "
                    + shortest.history().lines().size() + "\n" + shortest.getMessage();
        }
    }

    private static List<String> again(long seed, Cut cut) {
        try {
            return Run.of(seed, cut, new Coverage()).history().lines();
        } catch (BrokenSeed broken) {
            return broken.history().lines();
        }
    }

    /** Whether the promise is kept once any more is left out. */
    private static boolean isMinimal(long seed, Cut cut, BrokenSeed shortest) {
        return shortest.chances().stream().noneMatch(chance -> isBroken(seed, cut.without(Set.of(chance)), shortest));
    }

    private static boolean isBroken(long seed, Cut cut, BrokenSeed as) {
        try {
            Run.of(seed, cut, new Coverage());
            return false;
        } catch (BrokenSeed broken) {
            return broken.invariant().equals(as.invariant());
        }
    }
}
