package dev.slipstream.process;

import dev.slipstream.core.Signature;
import dev.slipstream.core.StopReason;
import org.jspecify.annotations.Nullable;

/**
 * The client's reference to its current connection process. It collects commands one by one, and {@link #signal} has
 * the connection carry them out together.
 *
 * <p>Owned by the draining thread.
 */
final class LiveConnection {

    private @Nullable ConnectionProcess connection;
    private boolean ordered;

    /** Sends later commands to this connection; the one before has reported its end. */
    void begin(ConnectionProcess next) {
        connection = next;
    }

    /** Adds a command, which {@link #signal} carries out; without a connection it is dropped. */
    void give(Signature.OfCommand command) {
        if (connection != null) {
            connection.order(command);
            ordered = true;
        }
    }

    void signal() {
        ConnectionProcess open = connection;
        if (ordered && open != null) {
            ordered = false;
            open.signal();
        }
    }

    void resumeReading() {
        if (connection != null) {
            connection.resumeReading();
        }
    }

    /** Tells the connection that the client has ended, and drops the reference. */
    void end(StopReason reason) {
        if (connection != null) {
            connection.resumeReading(); // the server's answer to our close is still to be read
            connection.ownerExited(reason);
            connection = null;
        }
    }
}
