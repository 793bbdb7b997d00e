package dev.slipstream.system.simulation;

import dev.slipstream.simulation.Simulation;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Changes to the run of a seed.
 *
 * @param excluded actions that are not performed
 * @param isCalm whether to use {@link Simulation.Settings#CALM} instead of the settings of the seed
 * @param isWithoutThrows whether callbacks return instead of throwing; they return the last socket whose operations
 *     were applied
 * @param timing a number that changes frame delays and the order of tasks; 0 keeps the timing of the seed
 */
record RunVariation(Set<RandomActions.RandomAction> excluded, boolean isCalm, boolean isWithoutThrows, long timing) {

    /** The unchanged run. */
    static final RunVariation NOTHING = new RunVariation(Set.of(), false, false, 0);

    /** A run whose callbacks return instead of throwing. Everything else is unchanged. */
    static final RunVariation WITHOUT_THROWS = new RunVariation(Set.of(), false, true, 0);

    RunVariation without(Set<RandomActions.RandomAction> more) {
        Set<RandomActions.RandomAction> all = new LinkedHashSet<>(excluded);
        all.addAll(more);
        return new RunVariation(all, isCalm, isWithoutThrows, timing);
    }

    RunVariation withTiming(long otherTiming) {
        return new RunVariation(excluded, isCalm, isWithoutThrows, otherTiming);
    }

    RunVariation calmed() {
        return new RunVariation(excluded, true, isWithoutThrows, timing);
    }

    RunPlan applyTo(RunPlan plan) {
        return isCalm ? plan.with(Simulation.Settings.CALM) : plan;
    }
}
