package dev.slipstream.transport.tyrus.container;

import java.io.IOException;

/** A proxy did not open a tunnel to the server. */
public final class TunnelFailedException extends IOException {

    private static final long serialVersionUID = 1;

    /** The message names the problem for users and quotes nothing of the proxy's. */
    public TunnelFailedException(String message) {
        super(message);
    }
}
