package dev.slipstream.transport.tyrus.container;

import java.io.IOException;

/** Thrown if a proxy did not open a tunnel to the server. */
public final class TunnelFailedException extends IOException {

    private static final long serialVersionUID = 1;

    /** Makes the exception. The message is for users, and quotes nothing that the proxy sent. */
    public TunnelFailedException(String message) {
        super(message);
    }
}
