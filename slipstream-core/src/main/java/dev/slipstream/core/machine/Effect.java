package dev.slipstream.core.machine;

import dev.slipstream.core.Command;
import dev.slipstream.core.Connection;
import dev.slipstream.core.Credentials;
import dev.slipstream.core.JoinParams;
import dev.slipstream.core.Observation;
import dev.slipstream.core.Operation;
import dev.slipstream.core.Signature;
import dev.slipstream.core.StopReason;
import dev.slipstream.core.serializer.Message;
import dev.slipstream.core.transport.Handshake;

/**
 * An action that a machine asks its process to do. The process carries out effects in the given order, before it
 * gives the machine another input.
 */
public sealed interface Effect {

    /** An effect of a {@link ConnectionMachine}. */
    sealed interface OfConnection extends Effect {}

    /** Open the transport. */
    record OpenTransport(Handshake handshake) implements OfConnection {}

    /** Encode the message and give it to the transport. */
    record Send(Message message) implements OfConnection {}

    /** Close the transport. */
    record CloseTransport(int code, String text) implements OfConnection {}

    /** Ask the serializer to drop its spare buffers. */
    record CollectGarbage() implements OfConnection {}

    /** Send an event to the client. */
    record Emit(Signature.OfEvent signature) implements OfConnection {}

    /** An effect of a {@link ClientMachine}. */
    sealed interface OfClient extends Effect
            permits Callback, AskCredentials, AskParams, StartConnection, SendCommand, Enqueue, Answer, Exit, Report {}

    /** Ask the supplier on a separate thread; the machine sets the deadline. The answer is an input. */
    record AskCredentials(Connection connection, Credentials.Supplier supplier, Credentials.Attempt attempt)
            implements OfClient {}

    /**
     * Ask the supplier of a join's params on a separate thread; the machine sets the deadline. The answer is an
     * input.
     */
    record AskParams(long asking, JoinParams supplier, JoinParams.Attempt attempt) implements OfClient {}

    /** Start a connection process for this connection, and send it the command. */
    record StartConnection(Connection connection, Command.OpenConnection command) implements OfClient {}

    /** Send the command to the process of this connection. */
    record SendCommand(Connection connection, Command command) implements OfClient {}

    /** Put a message at the end of the client's own mailbox. */
    record Enqueue(Callback callback) implements OfClient {}

    /** Answer a waiting caller. */
    record Answer(Operation.AnswerCaller answer) implements OfClient {}

    /** The client has ended: nothing more is delivered. Its connection receives {@link Input.OwnerExited}. */
    record Exit(StopReason reason) implements OfClient {}

    /** Report to telemetry. */
    record Report(Observation observation) implements OfConnection, OfClient {}
}
