package dev.slipstream.core;

/**
 * Thrown by {@link Payload#as} if the payload does not fit the expected type.
 *
 * <p>If a callback throws this exception, the client by default drops and counts the message, and continues with the
 * next message. The text of this exception names types and sizes, never the content.
 */
public final class PayloadMismatchException extends SlipstreamException {

    private static final long serialVersionUID = 1;

    public PayloadMismatchException(String message) {
        super(message);
    }
}
