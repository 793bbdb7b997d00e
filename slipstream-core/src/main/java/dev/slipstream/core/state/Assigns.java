package dev.slipstream.core.state;

import dev.slipstream.core.AssignKey;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The user's values on a socket: an immutable map with typed keys, in the order of first assignment. */
public final class Assigns {

    /** No values. */
    public static final Assigns EMPTY = new Assigns(new LinkedHashMap<>(), 0);

    private final Map<AssignKey<?>, Object> values;
    private final int writes;

    private Assigns(Map<AssignKey<?>, Object> values, int writes) {
        this.values = values;
        this.writes = writes;
    }

    <T> Assigns with(AssignKey<T> key, T value) {
        Map<AssignKey<?>, Object> more = new LinkedHashMap<>(values);
        more.put(key, value);
        return new Assigns(more, writes + 1);
    }

    Assigns without(AssignKey<?> key) {
        Map<AssignKey<?>, Object> less = new LinkedHashMap<>(values);
        less.remove(key);
        return new Assigns(less, writes + 1);
    }

    /** The assigned value of the key, or else its initial value; empty if the key has neither. */
    @SuppressWarnings("unchecked") // only with(key, value) adds values
    <T> Optional<T> find(AssignKey<T> key) {
        Object value = values.get(key);
        return value == null ? key.initial() : Optional.of((T) value);
    }

    /** Returns these values with the count of writes reset to 0. */
    public Assigns settled() {
        return writes == 0 ? this : new Assigns(values, 0);
    }

    /** How many values were assigned or removed since {@link #settled}. */
    public int writes() {
        return writes;
    }

    /** Prints the name of each key, and the {@code toString} of each value. */
    @Override
    public String toString() {
        return values.toString();
    }
}
