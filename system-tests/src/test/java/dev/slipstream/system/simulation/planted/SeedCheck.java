package dev.slipstream.system.simulation.planted;

import dev.slipstream.system.simulation.BrokenSeed;
import dev.slipstream.system.simulation.Coverage;
import dev.slipstream.system.simulation.Run;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Runs a seed and returns the broken invariant, or null. The class implements a JDK interface because its caller has
 * loaded other versions of our classes.
 */
public final class SeedCheck implements LongFunction<@Nullable String> {

    @Override
    public @Nullable String apply(long seed) {
        try {
            Run.of(seed, new Coverage());
            return null;
        } catch (BrokenSeed broken) {
            return broken.getMessage().lines().findFirst().orElse("");
        }
    }
}
