package dev.slipstream;

import dev.slipstream.core.DurationLimits;
import java.time.Duration;
import java.util.Objects;

/**
 * Decides whether a client is started again after its end. Each start uses a new client object; see
 * {@link Slipstream#start(java.util.function.Supplier, StartOptions)}.
 *
 * <p>A client is never restarted if it was closed from outside, or if its {@code init} stopped with {@code Ignored}.
 *
 * @param restart the ends after which the client is started again
 * @param maxRestarts the most restarts within the period; if the client ends once more within the period, it is not
 *     restarted
 * @param period how long each restart counts toward {@code maxRestarts}: more than 0,
 *     {@link DurationLimits#LONGEST} at most
 */
public record RestartPolicy(Restart restart, int maxRestarts, Duration period) {

    /** The ends after which a client is started again. */
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

    /** Returns this policy with another number of restarts and another period. */
    public RestartPolicy atMost(int restarts, Duration within) {
        return new RestartPolicy(restart, restarts, within);
    }
}
