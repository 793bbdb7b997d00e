package dev.slipstream.testkit.simulation;

/** How things meet in a simulation that would hardly ever do so on real threads: {@link Simulation#races} counts them. */
public enum Race {
    /** Two things of different origin fell due at one instant, and the dice said which one came first. */
    INSTANTS_COLLIDED,
    /** A task started later than it was handed in. */
    STARTED_LATE,
    /** Others ran in the middle of a call of the transport, before it returned to its caller. */
    RAN_INSIDE_CALL,
    /** The network answered in the middle of a call of the transport. */
    ANSWERED_INSIDE_CALL
}
