package dev.slipstream.core.serializer;

/**
 * Thrown if a frame of the server is not a Phoenix message.
 *
 * <p>This is a checked exception, because each caller of {@code decode} must handle it. The exception message names the
 * problem and never quotes the frame. Ten such frames in a row end the connection, because the server does not speak
 * Phoenix. A frame that causes a {@link FrameLimitExceededException} does not count towards the ten.
 */
public sealed class MalformedFrameException extends Exception permits FrameLimitExceededException {

    private static final long serialVersionUID = 1;

    public MalformedFrameException(String message) {
        super(message);
    }
}
