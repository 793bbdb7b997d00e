package dev.slipstream.core;

/**
 * The parent of exceptions with a cause outside the calling code: the server, the network, another thread, a bound or a
 * deadline.
 *
 * <p>Misuse throws {@link IllegalArgumentException}, {@link IllegalStateException} or {@link NullPointerException},
 * which do not extend this class. The messages of these exceptions name topics, types, sizes and reasons, never a
 * payload, a header, a query or a token. The message of a refused call is the text that the callback gave.
 */
public abstract class SlipstreamException extends RuntimeException {

    private static final long serialVersionUID = 1;

    protected SlipstreamException(String message) {
        super(message);
    }
}
