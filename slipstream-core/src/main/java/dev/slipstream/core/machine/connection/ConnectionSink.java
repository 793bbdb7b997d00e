package dev.slipstream.core.machine.connection;

import dev.slipstream.core.Signature;

/**
 * Receives the events and effects of a {@link ConnectionMachine}. The connection process handles these events and
 * effects in order, before it gives the machine the next input.
 */
public interface ConnectionSink {

    /** An event for the client process. */
    void emit(Signature.OfEvent event);

    /** An action for the connection process. */
    void emit(ConnectionEffect effect);
}
