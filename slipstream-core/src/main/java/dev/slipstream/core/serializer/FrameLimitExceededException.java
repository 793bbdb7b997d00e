package dev.slipstream.core.serializer;

/**
 * Thrown if a frame of the server exceeds a limit of the serializer, such as the nesting depth or the length of a key.
 * Also thrown for valid JSON that the serializer cannot represent.
 *
 * <p>The connection drops and counts the frame ({@code OVER_LIMIT}) and stays open, no matter how many such frames
 * arrive. Such frames may be valid messages whose payload another user wrote, so the server may still speak Phoenix. A
 * serializer throws this exception as soon as it reaches the limit; it does not have to read the rest of the frame. It
 * throws a plain {@link MalformedFrameException} for everything that is not a message.
 */
public final class FrameLimitExceededException extends MalformedFrameException {

    private static final long serialVersionUID = 1;

    /**
     * Makes the exception.
     *
     * @param message names the limit and its value, and never quotes the frame
     */
    public FrameLimitExceededException(String message) {
        super(message);
    }
}
