package dev.slipstream;

import java.time.Duration;

/** Says why a client did not handle something in time, and what to do. */
final class BusyClient {

    private BusyClient() {}

    /**
     * Names the running callback as the cause if it took more than half of the time. Otherwise names two possible
     * causes: slow callbacks, and many queued messages.
     *
     * @param time the time limit that the client exceeded
     * @param runningFor how long the running callback has been running
     * @param running the running callback in words, such as {@code handleInfo has been running for PT5S}
     */
    static String why(Duration time, Duration runningFor, String running) {
        boolean isBlocked = runningFor.compareTo(time.dividedBy(2)) > 0;
        return isBlocked
                ? running + "; let another thread do slow work, or wait longer"
                : "callbacks are slow, or many messages are queued before it (" + running
                        + "); send less often, or wait longer";
    }
}
