package dev.slipstream.core.machine.connection;

import dev.slipstream.core.Observation;
import dev.slipstream.core.Operation;
import dev.slipstream.core.serializer.Message;
import dev.slipstream.core.transport.Handshake;

/**
 * An action that a {@link ConnectionMachine} asks its process to do. Events for the client are not effects, see
 * {@link ConnectionSink}.
 */
public sealed interface ConnectionEffect {

    /** Open the transport. */
    record OpenTransport(Handshake handshake) implements ConnectionEffect {}

    /** Encode the message and give it to the transport. */
    record Send(Message message) implements ConnectionEffect {}

    /**
     * If the transport has room, encode the message and give it to the transport. The next input is
     * {@link ConnectionInput.SendAccepted} or {@link ConnectionInput.SendRefused}.
     */
    record TrySend(Message message) implements ConnectionEffect {}

    /** Answer the caller that waits for the result of its push. */
    record AnswerPush(Operation.AnswerCaller answer) implements ConnectionEffect {}

    /** Close the transport. */
    record CloseTransport(int code, String text) implements ConnectionEffect {}

    /** Ask the serializer to drop its spare buffers. */
    record CollectGarbage() implements ConnectionEffect {}

    /** Report to telemetry. */
    record Report(Observation observation) implements ConnectionEffect {}
}
