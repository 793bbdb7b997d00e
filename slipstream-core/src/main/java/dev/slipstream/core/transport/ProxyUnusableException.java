package dev.slipstream.core.transport;

import dev.slipstream.core.Failure;

/**
 * Thrown by {@link ProxyChoice#of} and {@link LoopbackProxySelector#select}: the selector returned proxies, but none of
 * them is allowed or supported.
 *
 * <p>The transport then does not connect, not even directly. It ends the attempt with {@link #failure()}.
 */
public final class ProxyUnusableException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final transient Failure failure;

    ProxyUnusableException(String message, Failure failure) {
        super(message);
        this.failure = failure;
    }

    /** The failure of the attempt. */
    public Failure failure() {
        return failure;
    }
}
