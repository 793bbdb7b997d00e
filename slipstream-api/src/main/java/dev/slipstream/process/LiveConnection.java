package dev.slipstream.process;

import dev.slipstream.core.Command;
import dev.slipstream.core.Connection;
import dev.slipstream.core.Signatures;
import dev.slipstream.core.StopReason;
import org.jspecify.annotations.Nullable;

/**
 * The connection of a client as the client knows it: it is given orders one by one, and carries them out together.
 *
 * <p>Owned by whoever drains the client.
 */
final class LiveConnection {

    private @Nullable ConnectionProcess connection;
    private boolean ordered;

    /** From now on orders go to this one; the one before has told its end. */
    void begin(ConnectionProcess next) {
        connection = next;
    }

    /** Gives an order, which {@link #signal} has carried out; without a connection it goes nowhere. */
    void give(Connection number, Command command) {
        if (connection != null) {
            connection.order(Signatures.command(number, command));
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

    /** The client is at its end, and orders nothing more. */
    void end(StopReason reason) {
        if (connection != null) {
            connection.resumeReading(); // the server's answer to our close is among what is still to be read
            connection.ownerExited(reason);
            connection = null;
        }
    }
}
