package dev.slipstream.core;

/**
 * Thrown by a provider of a transport or serializer if the transport or serializer cannot work in this program. For
 * example, the program has a version of a library that the provider does not support.
 *
 * <p>{@code Slipstream.start} shows the message to the user. Therefore the message says what was found and what to do,
 * and holds no secret.
 */
public final class AdapterUnusableException extends SlipstreamException {

    private static final long serialVersionUID = 1;

    public AdapterUnusableException(String message, Throwable cause) {
        super(message);
        initCause(cause);
    }
}
