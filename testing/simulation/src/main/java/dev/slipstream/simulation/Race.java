package dev.slipstream.simulation;

/** The kinds of races that are rare on real threads. {@link Simulation#races} counts them. */
public enum Race {
    /** Two tasks of different kinds were due at the same instant, and the seed decided their order. */
    INSTANTS_COLLIDED,
    /** A task started at a later instant than the instant of its submission. */
    STARTED_LATE,
    /** Other tasks ran inside a call of the transport. */
    RAN_INSIDE_CALL,
    /** The network answered inside a call of the transport. */
    ANSWERED_INSIDE_CALL
}
