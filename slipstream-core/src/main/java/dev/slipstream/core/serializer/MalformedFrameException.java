package dev.slipstream.core.serializer;

/**
 * Thrown if a frame of the server is not a Phoenix message.
 *
 * <p>Checked, because the caller of {@code decode} must handle it. The message names the problem and never quotes the
 * frame. Ten such frames in a row end the connection, because the server does not speak Phoenix. A frame that only
 * exceeds a limit of the serializer is a {@link FrameLimitExceededException}, which does not count towards the ten.
 */
public sealed class MalformedFrameException extends Exception permits FrameLimitExceededException {

    private static final long serialVersionUID = 1;

    public MalformedFrameException(String message) {
        super(message);
    }
}
