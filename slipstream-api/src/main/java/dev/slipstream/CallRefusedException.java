package dev.slipstream;

import dev.slipstream.core.SlipstreamException;

/** Thrown if a call will not be answered: the callback refused it or threw, or the client has ended. */
public final class CallRefusedException extends SlipstreamException {

    private static final long serialVersionUID = 1;

    public CallRefusedException(String why) {
        super(why);
    }
}
