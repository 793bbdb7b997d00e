package dev.slipstream.core.machine.client;

import dev.slipstream.core.Signature;

/**
 * Receives what a {@link ClientMachine} decides, in order. Its process carries it out in that order, before it gives
 * the machine another input.
 */
public interface ClientSink {

    /** A command for the process of its connection. */
    void emit(Signature.OfCommand command);

    /** An action for the client process. */
    void emit(ClientEffect effect);
}
