package dev.slipstream.system.simulation;

import dev.slipstream.simulation.SeededRandom;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The random actions of a run. Each action uses a separate random generator, so that leaving one out does not change
 * the others.
 */
final class RandomActions {

    /** The kinds of random actions. Their names are part of the random seeds. */
    enum Kind {
        /** A network fault is injected, or a channel is made to close. */
        STRIKE,
        /** Another thread calls the client. */
        CALL,
        /** A callback performs any random action. */
        CALLBACK,
        /** A callback writes one operation on its socket. */
        OPERATION,
        /** A callback waits, blocks or throws. */
        STUNT,
        /** A channel or a supplier fails or is late. */
        MISHAP
    }

    /** One action. */
    record RandomAction(Kind kind, int number) {}

    private final SeededRandom random;
    private final Set<RandomAction> excluded;
    private final Map<Kind, Integer> numbers = new EnumMap<>(Kind.class);
    private final Set<RandomAction> performed = new LinkedHashSet<>();

    /**
     * Creates the random actions of a run.
     *
     * @param excluded actions that are not performed
     */
    RandomActions(SeededRandom random, Set<RandomAction> excluded) {
        this.random = random;
        this.excluded = excluded;
    }

    /** Returns the random generator of the next action of this kind. */
    SeededRandom next(Kind kind) {
        return random.of(kind + " " + numbers.merge(kind, 1, Integer::sum));
    }

    /** Returns whether the last action of this kind is to be performed, and if so records it. */
    boolean isIncluded(Kind kind) {
        RandomAction action = new RandomAction(kind, numbers.getOrDefault(kind, 0));
        if (excluded.contains(action)) {
            return false;
        }
        performed.add(action);
        return true;
    }

    /** Returns the actions performed so far. */
    List<RandomAction> performed() {
        return List.copyOf(performed);
    }
}
