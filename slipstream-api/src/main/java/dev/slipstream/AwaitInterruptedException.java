package dev.slipstream;

import dev.slipstream.core.SlipstreamException;

/** Thrown if a waiting thread was interrupted. The interrupt flag of the thread is set again. */
public final class AwaitInterruptedException extends SlipstreamException {

    private static final long serialVersionUID = 1;

    public AwaitInterruptedException() {
        super("the thread was interrupted while it waited for an event or an answer; its interrupt flag is set again");
    }
}
