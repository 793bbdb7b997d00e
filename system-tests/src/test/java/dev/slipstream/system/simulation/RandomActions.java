package dev.slipstream.system.simulation;

import dev.slipstream.simulation.SeededRandom;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The random actions of a run. Each action uses a separate random generator, so leaving out one action does not change
 * the others.
 */
final class RandomActions {

    /** The kinds of random actions. The name of a kind is part of the seed of its random generators. */
    enum Kind {
        /** A network fault is injected, or a channel is made to close. */
        STRIKE,
        /** Another thread calls the client. */
        CALL,
        /** A callback adds operations to its socket, answers a call, or does a {@link #STUNT}. */
        CALLBACK,
        /** A callback adds one operation to its socket. */
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

    /** Returns whether to perform the latest action of this kind. If so, records the action as performed. */
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
