package dev.slipstream.core.machine.client;

import dev.slipstream.core.Signature;

/**
 * Receives the commands and effects of a {@link ClientMachine}. The client process handles these commands and effects
 * in order, before it gives the machine the next input.
 */
public interface ClientSink {

    /** A command for a connection process. */
    void emit(Signature.OfCommand command);

    /** An action for the client process. */
    void emit(ClientEffect effect);
}
