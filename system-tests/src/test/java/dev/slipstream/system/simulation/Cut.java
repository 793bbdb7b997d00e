package dev.slipstream.system.simulation;

import dev.slipstream.simulation.Simulation;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * What is changed about the run of a seed.
 *
 * @param leftOut what does not happen, though the dice say so
 * @param isCalm whether threads start at once and the network answers later, whatever the seed says
 * @param isQuiet whether callbacks that are to throw return the operations they wrote last
 * @param weather how long frames take and who comes first; 0 as the seed says
 */
record Cut(Set<Chances.Chance> leftOut, boolean isCalm, boolean isQuiet, long weather) {

    /** The run as it is. */
    static final Cut NOTHING = new Cut(Set.of(), false, false, 0);

    /** The run with callbacks that do not throw, and do no more than those that do. */
    static final Cut QUIET = new Cut(Set.of(), false, true, 0);

    Cut without(Set<Chances.Chance> more) {
        Set<Chances.Chance> all = new LinkedHashSet<>(leftOut);
        all.addAll(more);
        return new Cut(all, isCalm, isQuiet, weather);
    }

    Cut in(long otherWeather) {
        return new Cut(leftOut, isCalm, isQuiet, otherWeather);
    }

    Cut calmed() {
        return new Cut(leftOut, true, isQuiet, weather);
    }

    Plan of(Plan plan) {
        return isCalm ? plan.with(Simulation.Settings.CALM) : plan;
    }
}
