package dev.slipstream.process;

import dev.slipstream.core.machine.Input;

/** Is told each input that a machine is about to take: for tests, which count what was tried. */
@FunctionalInterface
public interface InputProbe {

    /** Looks away. */
    InputProbe NONE = (state, input) -> {};

    /**
     * An input is next.
     *
     * @param state of the machine that will take it
     */
    void taking(Enum<?> state, Input input);

    /** A supplier of the user is asked; its answer will be an input, whenever that is. */
    default void asking() {}
}
