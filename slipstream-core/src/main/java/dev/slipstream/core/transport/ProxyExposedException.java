package dev.slipstream.core.transport;

import dev.slipstream.core.Failure;

/**
 * Thrown by {@link LoopbackProxySelector#select}: the proxy is not on this machine, and credentials would reach it
 * unencrypted.
 *
 * <p>The transport then connects neither to the proxy nor around it. It ends the attempt with {@link #failure()}.
 */
public final class ProxyExposedException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final String detail;

    ProxyExposedException(String detail) {
        super(detail);
        this.detail = detail;
    }

    /** The failure of the attempt. */
    public Failure failure() {
        return new Failure.CredentialsFailed(detail);
    }
}
