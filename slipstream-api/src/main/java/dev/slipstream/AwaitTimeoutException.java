package dev.slipstream;

import dev.slipstream.core.LogSafe;
import dev.slipstream.core.SlipstreamException;
import java.time.Duration;

/** Thrown if the awaited event did not arrive in time. If the event arrives later, it is delivered as usual. */
public final class AwaitTimeoutException extends SlipstreamException {

    private static final long serialVersionUID = 1;

    /**
     * Makes the exception for one wait.
     *
     * @param awaited the name of the event, such as {@code the reply to ping on rooms:1}; it must not contain a payload
     * @param after how long the wait lasted
     * @param remedy what the caller can do
     */
    public AwaitTimeoutException(String awaited, Duration after, String remedy) {
        super(LogSafe.of(awaited) + " did not arrive within " + after + "; " + remedy);
    }
}
