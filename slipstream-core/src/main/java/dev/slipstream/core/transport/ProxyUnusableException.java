package dev.slipstream.core.transport;

import dev.slipstream.core.Failure;

/** Thrown by {@link ProxyChoice#of}: the selector names proxies, but none that a transport can use. */
public final class ProxyUnusableException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final String detail;

    ProxyUnusableException(String detail) {
        super(detail);
        this.detail = detail;
    }

    /** The failure of the attempt. */
    public Failure failure() {
        return new Failure.ProxyFailed(detail);
    }
}
