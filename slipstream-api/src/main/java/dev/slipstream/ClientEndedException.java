package dev.slipstream;

import dev.slipstream.core.SlipstreamException;

/**
 * Thrown if a message or a step of {@link RunningClient#run} cannot reach a client, because the client has ended. The
 * exception message says why the client ended.
 */
public final class ClientEndedException extends SlipstreamException {

    private static final long serialVersionUID = 1;

    /**
     * Makes the exception for one call.
     *
     * @param what the call that failed, and the client, such as {@code cannot send to client lobby}
     * @param why why the client ended
     * @param remedy what the caller can do
     */
    public ClientEndedException(String what, String why, String remedy) {
        super(what + ": " + why + "; " + remedy);
    }
}
