package dev.slipstream.system.simulation;

/** A condition that must hold in every run of a program with channel handles. */
public interface ProgramInvariant {

    /** Checks an event of the run. */
    void on(ProgramEvent event);

    /** Checks at the end of the quiet time, in which no faults occur. */
    default void atRest(ProgramView view) {}

    /** Checks some time after the socket was closed. */
    default void atEnd() {}
}
