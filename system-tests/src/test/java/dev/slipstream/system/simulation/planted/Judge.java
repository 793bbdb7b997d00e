package dev.slipstream.system.simulation.planted;

import dev.slipstream.system.simulation.BrokenSeed;
import dev.slipstream.system.simulation.Coverage;
import dev.slipstream.system.simulation.Run;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/** Runs a seed, and says what did not hold in it: by types of the JDK alone, for whoever asks has other classes of ours. */
public final class Judge implements LongFunction<@Nullable String> {

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
