package dev.slipstream;

import dev.slipstream.core.DurationLimits;
import java.time.Duration;
import java.util.Objects;

/**
 * Whether an ended client is started again, with a new object; see
 * {@link Slipstream#start(java.util.function.Supplier, StartOptions)}.
 *
 * <p>A client that was closed from outside, or that its {@code init} ignored, is never restarted.
 *
 * @param restart after which ends
 * @param maxRestarts how many restarts within the period are allowed; the next end is final
 * @param period in which restarts are counted: more than 0, {@link DurationLimits#LONGEST} at most
 */
public record RestartPolicy(Restart restart, int maxRestarts, Duration period) {

    /** After which ends a client is started again. */
    public enum Restart {
        /** After every end. */
        PERMANENT,
        /** After a failure. */
        TRANSIENT,
        /** Never. */
        TEMPORARY
    }

    /** Restarts after every end, at most three times within 5 s. */
    public static final RestartPolicy PERMANENT = new RestartPolicy(Restart.PERMANENT, 3, Duration.ofSeconds(5));

    /** Restarts after a failure, at most three times within 5 s. */
    public static final RestartPolicy TRANSIENT = new RestartPolicy(Restart.TRANSIENT, 3, Duration.ofSeconds(5));

    /** Never restarts. */
    public static final RestartPolicy TEMPORARY = new RestartPolicy(Restart.TEMPORARY, 0, Duration.ofSeconds(5));

    public RestartPolicy {
        Objects.requireNonNull(restart, "restart");
        if (maxRestarts < 0) {
            throw new IllegalArgumentException("restarts: " + maxRestarts + " is not accepted; accepted: 0 or more");
        }
        DurationLimits.positive("period of restarts", period);
    }

    /** Returns this policy with other bounds. */
    public RestartPolicy atMost(int restarts, Duration within) {
        return new RestartPolicy(restart, restarts, within);
    }
}
