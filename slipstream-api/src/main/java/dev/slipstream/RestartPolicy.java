package dev.slipstream;

import dev.slipstream.core.DurationLimits;
import java.time.Duration;
import java.util.Objects;

/**
 * Whether a client that has ended is started again, with an object of its own; see {@link Slipstream#start(java.util.function.Supplier,
 * StartOptions)}.
 *
 * <p>A client that was closed from outside, or that its {@code init} ignored, never is.
 *
 * @param restart after which ends
 * @param maxRestarts how often within the period; one end more is the last
 * @param period in which restarts are counted: more than 0, {@link DurationLimits#LONGEST} at most
 */
public record RestartPolicy(Restart restart, int maxRestarts, Duration period) {

    /** After which ends a client is started again. */
    public enum Restart {
        /** After every one. */
        PERMANENT,
        /** After a failure. */
        TRANSIENT,
        /** After none. */
        TEMPORARY
    }

    /** Started again after every end, three times within 5 s. */
    public static final RestartPolicy PERMANENT = new RestartPolicy(Restart.PERMANENT, 3, Duration.ofSeconds(5));

    /** Started again after a failure, three times within 5 s. */
    public static final RestartPolicy TRANSIENT = new RestartPolicy(Restart.TRANSIENT, 3, Duration.ofSeconds(5));

    /** Never started again. */
    public static final RestartPolicy TEMPORARY = new RestartPolicy(Restart.TEMPORARY, 0, Duration.ofSeconds(5));

    public RestartPolicy {
        Objects.requireNonNull(restart, "restart");
        if (maxRestarts < 0) {
            throw new IllegalArgumentException("restarts: " + maxRestarts + " is not accepted; accepted: 0 or more");
        }
        DurationLimits.positive("period of restarts", period);
    }

    /** Returns this policy with another intensity. */
    public RestartPolicy atMost(int restarts, Duration within) {
        return new RestartPolicy(restart, restarts, within);
    }
}
