package dev.slipstream.core;

/**
 * The parent of exceptions with a cause outside the calling code: the server, the network, another thread, a bound or a
 * deadline.
 *
 * <p>The messages of the subclasses name topics, types, sizes and reasons, never a payload, a header, a query or a
 * token. If a callback refuses a call, the message is the text that the callback gave.
 *
 * <p>Misuse throws {@link IllegalArgumentException}, {@link IllegalStateException} or {@link NullPointerException}
 * instead.
 */
public abstract class SlipstreamException extends RuntimeException {

    private static final long serialVersionUID = 1;

    protected SlipstreamException(String message) {
        super(message);
    }
}
