package dev.slipstream.core.machine.client;

import dev.slipstream.core.Signature;

/**
 * Receives the commands and effects of a {@link ClientMachine}. The process carries them out in order, before it gives
 * the machine another input.
 */
public interface ClientSink {

    /** A command for the process of its connection. */
    void emit(Signature.OfCommand command);

    /** An action for the client process. */
    void emit(ClientEffect effect);
}
