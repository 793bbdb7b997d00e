package dev.slipstream.process;

/** Receives each input before a state machine takes it. Tests use it to count inputs. */
@FunctionalInterface
public interface InputProbe {

    /** Ignores all inputs. */
    InputProbe NONE = (state, input) -> {};

    /**
     * Called before a machine takes an input.
     *
     * @param state the state of that machine
     * @param input an event or command with its connection, or another input of that machine
     */
    void taking(Enum<?> state, Object input);

    /** Called before the default {@code handleFailure} logs or counts the exception of a callback. */
    default void unhandled(Throwable thrown) {}

    /** Called before a supplier of the user is called. The supplier's answer becomes an input later. */
    default void asking() {}
}
