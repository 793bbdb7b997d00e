package dev.slipstream.core.serializer;

/**
 * A frame of the server that is no message.
 *
 * <p>Checked, for whoever decodes must decide. The message says what is wrong and never quotes the frame.
 */
public final class MalformedFrameException extends Exception {

    private static final long serialVersionUID = 1;

    public MalformedFrameException(String message) {
        super(message);
    }
}
