package dev.slipstream;

import dev.slipstream.core.SlipstreamException;
import java.time.Duration;

/** What was awaited did not come in time. Should it come later, it is delivered as if nobody had waited. */
public final class AwaitTimeoutException extends SlipstreamException {

    private static final long serialVersionUID = 1;

    public AwaitTimeoutException(Duration after) {
        super("nothing that was awaited came within " + after);
    }
}
