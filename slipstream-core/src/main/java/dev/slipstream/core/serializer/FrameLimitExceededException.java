package dev.slipstream.core.serializer;

/**
 * Thrown if a frame of the server exceeds a limit of the serializer, such as the nesting depth or the length of a key.
 * Also thrown for valid JSON that the serializer cannot represent.
 *
 * <p>The client drops the frame, counts it in telemetry as {@code OVER_LIMIT}, and keeps the connection open. It keeps
 * the connection open for any number of these frames, because each may be a valid message with a payload that another
 * user wrote. A serializer may throw this exception as soon as it reaches the limit, without reading the rest of the
 * frame. If a frame is not a message, a serializer throws a plain {@link MalformedFrameException}.
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
