package dev.slipstream.core.cost;

import java.util.Collection;
import java.util.Map;
import java.util.Set;

/** Counts the steps of instrumented code. Each {@link CountingLoader} has a separate count. */
public final class Steps {

    private static long taken;

    private Steps() {}

    static long taken() {
        return taken;
    }

    /** Counts a method call or an iteration of a loop. */
    public static void step() {
        taken++;
    }

    /** Counts one step for each element of a collection. */
    public static void all(Object collection) {
        taken += sizeOf(collection);
    }

    /**
     * Counts a linear search of {@code collection}, unless it is a set or a map. If {@code given} is a collection,
     * counts the elements of {@code given}, too.
     */
    public static void search(Object collection, Object given) {
        taken += sizeOf(given);
        if (!(collection instanceof Set<?> || collection instanceof Map<?, ?>)) {
            taken += sizeOf(collection);
        }
    }

    /** Counts a linear search of a map for a value. */
    public static void values(Object map, Object value) {
        taken += sizeOf(map);
    }

    private static int sizeOf(Object collection) {
        return switch (collection) {
            case Collection<?> some -> some.size();
            case Map<?, ?> some -> some.size();
            case null, default -> 0;
        };
    }
}
