package dev.slipstream.core.machine.connection;

import dev.slipstream.core.Signature;

/**
 * Receives what a {@link ConnectionMachine} decides, in order. Its process carries it out in that order, before it
 * gives the machine another input.
 */
public interface ConnectionSink {

    /** An event for the client process. */
    void emit(Signature.OfEvent event);

    /** An action for the connection process. */
    void emit(ConnectionEffect effect);
}
