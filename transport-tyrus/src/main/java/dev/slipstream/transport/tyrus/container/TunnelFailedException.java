package dev.slipstream.transport.tyrus.container;

import java.io.IOException;

/** A proxy did not open a tunnel to the server. */
public final class TunnelFailedException extends IOException {

    private static final long serialVersionUID = 1;

    private final String detail;

    /** Says in words of our own, which users will read, what is the matter. */
    public TunnelFailedException(String detail) {
        super(detail);
        this.detail = detail;
    }

    /** What is the matter. */
    public String detail() {
        return detail;
    }
}
