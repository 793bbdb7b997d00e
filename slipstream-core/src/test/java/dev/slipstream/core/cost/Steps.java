package dev.slipstream.core.cost;

import java.util.Collection;
import java.util.Map;
import java.util.Set;

/** Counts what instrumented code does; each {@link CountingLoader} has a count of its own. */
public final class Steps {

    private static long taken;

    private Steps() {}

    static long taken() {
        return taken;
    }

    /** A method begins, or a loop goes round. */
    public static void step() {
        taken++;
    }

    /** Something is asked of all elements at once, or of the collection that is given. */
    public static void all(Object collection) {
        taken += sizeOf(collection);
    }

    /** An element is looked for, or a collection is given to another one. */
    public static void search(Object collection, Object given) {
        taken += sizeOf(given);
        if (!(collection instanceof Set<?> || collection instanceof Map<?, ?>)) {
            taken += sizeOf(collection);
        }
    }

    /** A value is looked for. */
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
