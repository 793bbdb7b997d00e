package dev.slipstream.system.simulation.planted;

import dev.slipstream.system.simulation.BrokenSeed;
import dev.slipstream.system.simulation.ChannelRun;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/** Like {@link SeedCheck}, for a program with channel handles. */
public final class ChannelSeedCheck implements LongFunction<@Nullable String> {

    @Override
    public @Nullable String apply(long seed) {
        try {
            ChannelRun.of(seed);
            return null;
        } catch (BrokenSeed broken) {
            return broken.getMessage().lines().findFirst().orElse("");
        }
    }
}
