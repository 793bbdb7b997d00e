package dev.slipstream.core.machine.connection;

import dev.slipstream.core.Observation;
import dev.slipstream.core.Signature;
import dev.slipstream.core.serializer.Message;
import dev.slipstream.core.transport.Handshake;

/**
 * An action that a {@link ConnectionMachine} asks its process to do. The process carries out effects in the given
 * order, before it gives the machine another input.
 */
public sealed interface ConnectionEffect {

    /** Open the transport. */
    record OpenTransport(Handshake handshake) implements ConnectionEffect {}

    /** Encode the message and give it to the transport. */
    record Send(Message message) implements ConnectionEffect {}

    /** Close the transport. */
    record CloseTransport(int code, String text) implements ConnectionEffect {}

    /** Ask the serializer to drop its spare buffers. */
    record CollectGarbage() implements ConnectionEffect {}

    /** Send an event to the client. */
    record Emit(Signature.OfEvent signature) implements ConnectionEffect {}

    /** Report to telemetry. */
    record Report(Observation observation) implements ConnectionEffect {}
}
