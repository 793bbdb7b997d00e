package dev.slipstream.system.simulation;

import dev.slipstream.core.Configuration;
import dev.slipstream.core.StopReason;
import dev.slipstream.core.state.SocketState;
import java.time.Duration;
import java.util.Optional;

/** What an invariant can ask about a run, in addition to its events. */
public interface RunView {

    Duration now();

    /**
     * Returns how long the client was delayed so far, because the process was frozen, a thread started late or a
     * callback waited. This is an upper bound, because delays that overlap are counted twice.
     */
    Duration clientDelay();

    /**
     * Returns the part of {@link #clientDelay} that also delays the connection. It consists of process freezes and late
     * threads.
     */
    Duration connectionDelay();

    /** Returns the unit of simulated time. Every instant is a multiple of this unit. */
    Duration timerGranularity();

    Configuration configuration();

    /** Returns how many messages of user code the mailbox holds. */
    int mailboxBound();

    /** Returns the current state of the client. */
    SocketState state();

    /** Returns how many transports have not ended. */
    int openTransports();

    /** Returns how many tasks and timers of the client are scheduled. */
    int tasks();

    /** Returns whether another thread is calling the client now. */
    boolean isCallInProgress();

    /** Returns whether the client continues after a callback threw. */
    boolean continuesAfterThrow();

    /** Returns whether to search all readable text for secrets. */
    boolean checksSecrets();

    /** Returns why the client ended, or empty if it has not ended. */
    Optional<StopReason> stopped();

    /** Returns the {@code toString} of the client, its socket and its configuration. */
    String description();
}
