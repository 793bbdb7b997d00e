package dev.slipstream.core;

/**
 * A payload that is not what the code that reads it expects.
 *
 * <p>Thrown by {@link Payload#as}. It counts against the message, not against the client: thrown out of a callback, the
 * message is dropped and counted, and by default the client goes on with the next one. The message names types and
 * sizes, never the content.
 */
public final class PayloadMismatchException extends SlipstreamException {

    private static final long serialVersionUID = 1;

    public PayloadMismatchException(String message) {
        super(message);
    }
}
