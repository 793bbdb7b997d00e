package dev.slipstream.system.simulation;

import dev.slipstream.simulation.SeededRandom;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a run leaves to chance, one thing after the other: each with dice of its own, so that one which is left out changes
 * nothing about those that follow.
 */
final class Chances {

    /** What something is that may happen or not. */
    enum Kind {
        /** Something goes wrong on the network, or a channel is told to end. */
        STRIKE,
        /** Another thread calls the client. */
        CALL,
        /** A callback does something. */
        CALLBACK,
        /** An operation that a callback writes on its socket. */
        OPERATION,
        /** A callback waits, blocks or throws. */
        STUNT,
        /** Something goes wrong in a channel, or with a supplier. */
        MISHAP
    }

    /** One of them. */
    record Chance(Kind kind, int number) {}

    private final SeededRandom random;
    private final Set<Chance> leftOut;
    private final Map<Kind, Integer> counts = new EnumMap<>(Kind.class);
    private final Set<Chance> taken = new LinkedHashSet<>();

    /**
     * Makes the chances of a seed.
     *
     * @param leftOut which of them do not happen, though the dice say so
     */
    Chances(SeededRandom random, Set<Chance> leftOut) {
        this.random = random;
        this.leftOut = leftOut;
    }

    /** Returns the dice of the next thing of this kind. */
    SeededRandom next(Kind kind) {
        return random.of(kind + " " + counts.merge(kind, 1, Integer::sum));
    }

    /** Whether what the last dice of this kind were for is to happen. */
    boolean keeps(Kind kind) {
        Chance chance = new Chance(kind, counts.getOrDefault(kind, 0));
        if (leftOut.contains(chance)) {
            return false;
        }
        taken.add(chance);
        return true;
    }

    /** What happened so far. */
    List<Chance> taken() {
        return List.copyOf(taken);
    }
}
