package dev.slipstream.core;

/**
 * The payload does not fit the type that the reading code expects.
 *
 * <p>Thrown by {@link Payload#as}. If a callback lets it escape, the client by default drops and counts the message
 * and continues with the next one. The message names types and sizes, never the content.
 */
public final class PayloadMismatchException extends SlipstreamException {

    private static final long serialVersionUID = 1;

    public PayloadMismatchException(String message) {
        super(message);
    }
}
