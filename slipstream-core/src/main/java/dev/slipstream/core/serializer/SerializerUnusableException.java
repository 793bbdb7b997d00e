package dev.slipstream.core.serializer;

import dev.slipstream.core.SlipstreamException;

/**
 * Thrown by {@link SerializerProvider#serializer} if the serializer cannot work here, for example because its JSON
 * library has another version.
 *
 * <p>{@code Slipstream.start} shows the message to the user. Therefore the message says what was found and what to do,
 * and holds no secret.
 */
public final class SerializerUnusableException extends SlipstreamException {

    private static final long serialVersionUID = 1;

    public SerializerUnusableException(String message, Throwable cause) {
        super(message);
        initCause(cause);
    }
}
