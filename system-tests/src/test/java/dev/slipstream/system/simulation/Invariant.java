package dev.slipstream.system.simulation;

import org.jspecify.annotations.Nullable;

/** Something that holds at every moment of every run; it throws an {@link AssertionError} when it does not. */
public interface Invariant {

    /** Its number in the list of what is promised, and its name. */
    String name();

    /** Judges a new instant, before anything happens in it: what was to be over by now, is. */
    default void timePassed(Scene scene) {}

    /** Looks at what happened, and judges. */
    void on(RunEvent runEvent, Scene scene);

    /** Judges at the end of the quiet time, in which nothing went wrong any more. */
    default void atRest(Scene scene) {}

    /** Judges after the client is closed, and time enough has gone by. */
    default void atEnd(Scene scene) {}

    /** Throws if something does not hold. */
    static void holds(boolean condition, String otherwise, @Nullable Object... with) {
        if (!condition) {
            throw new AssertionError(otherwise.formatted(with));
        }
    }
}
