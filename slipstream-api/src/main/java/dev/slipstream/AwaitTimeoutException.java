package dev.slipstream;

import dev.slipstream.core.SlipstreamException;
import java.time.Duration;

/** The awaited event did not arrive in time. If it arrives later, it is delivered as usual. */
public final class AwaitTimeoutException extends SlipstreamException {

    private static final long serialVersionUID = 1;

    public AwaitTimeoutException(Duration after) {
        super("nothing that was awaited came within " + after);
    }
}
