package dev.slipstream.system.simulation;

import dev.slipstream.core.Configuration;
import dev.slipstream.core.StopReason;
import dev.slipstream.core.state.SocketState;
import java.time.Duration;
import java.util.Optional;

/** What invariants may look at, beside what happens. */
public interface Scene {

    Duration now();

    /**
     * The time so far in which the client could not do what fell due: the process slept, a thread started late, a callback
     * waited. An upper bound: such times may overlap.
     */
    Duration hindered();

    /** The part of it in which the process slept or its threads started late: that holds up the connection, too. */
    Duration late();

    /** What no deadline can be finer than. */
    Duration grain();

    Configuration configuration();

    /** How many messages the mailbox of the client is to hold. */
    int mailbox();

    /** What the client knows now. */
    SocketState state();

    /** How many transports are not at their end. */
    int transports();

    /** How many tasks and timers of the client lie ahead. */
    int tasks();

    /** Whether a call of the client from outside is under way. */
    boolean isOutside();

    /** Whether the client goes on after a callback that threw. */
    boolean goesOn();

    /** Whether to look for secrets in all that can be read. */
    boolean listens();

    /** Why the client ended, once it has. */
    Optional<StopReason> stopped();

    /** All that can be read of the client as text. */
    String described();
}
