package dev.slipstream.core;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A typed name under which a socket keeps one of the user's values.
 *
 * <p>Keys are compared by identity, so keep each key in a {@code static final} field. Two keys with the same name are
 * different keys.
 *
 * @param <T> the type of the value
 */
public final class AssignKey<T> {

    private final String name;
    private final @Nullable T initial;

    private AssignKey(String name, @Nullable T initial) {
        this.name = Objects.requireNonNull(name, "name");
        this.initial = initial;
    }

    /** Returns a new key without an initial value: {@link Socket#assigned} throws until a value is assigned. */
    public static <T> AssignKey<T> of(String name) {
        return new AssignKey<>(name, null);
    }

    /** Returns a new key that has this value until another value is assigned. */
    public static <T> AssignKey<T> of(String name, T initial) {
        return new AssignKey<>(name, Objects.requireNonNull(initial, "initial"));
    }

    public String name() {
        return name;
    }

    /** The initial value that this key was made with, if any. */
    public Optional<T> initial() {
        return Optional.ofNullable(initial);
    }

    /** The hash of the name. Unlike an identity hash, this hash is the same in each run of the program. */
    @Override
    public int hashCode() {
        return name.hashCode();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other;
    }

    @Override
    public String toString() {
        return name;
    }
}
