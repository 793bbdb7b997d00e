package dev.slipstream.core.transport;

import dev.slipstream.core.Failure;

/**
 * Thrown by {@link ProxyChoice#of} if the selector returns no supported proxy, and by
 * {@link LoopbackProxySelector#select} if a proxy is on another machine.
 *
 * <p>The transport ends the attempt with {@link #failure()}. It does not connect, not even without a proxy.
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
