package dev.slipstream.process;

/** Receives each input before a machine takes it. Tests use it to count inputs. */
@FunctionalInterface
public interface InputProbe {

    /** Ignores all inputs. */
    InputProbe NONE = (state, input) -> {};

    /**
     * A machine is about to take an input.
     *
     * @param state the state of that machine
     * @param input a signature, or an input of that machine's type
     */
    void taking(Enum<?> state, Object input);

    /** A supplier of the user is about to be called; its answer becomes an input later. */
    default void asking() {}
}
