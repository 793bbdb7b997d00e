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
 * What a machine wants done. The process carries effects out in the order in which they were given, and before it tells
 * the machine anything more.
 */
public sealed interface Effect {

    /** What a {@link ConnectionMachine} wants done. */
    sealed interface OfConnection extends Effect {}

    /** Open the transport. */
    record OpenTransport(Handshake handshake) implements OfConnection {}

    /** Encode the message and give it to the transport. */
    record Send(Message message) implements OfConnection {}

    /** Close the transport. */
    record CloseTransport(int code, String text) implements OfConnection {}

    /** Ask the serializer to drop its spare buffers. */
    record CollectGarbage() implements OfConnection {}

    /** Tell the client. */
    record Emit(Signature.OfEvent signature) implements OfConnection {}

    /** What a {@link ClientMachine} wants done. */
    sealed interface OfClient extends Effect
            permits Callback, AskCredentials, AskParams, StartConnection, SendCommand, Enqueue, Answer, Exit, Report {}

    /** Ask the supplier, on a thread of its own and with a deadline; the answer is an input. */
    record AskCredentials(Connection connection, Credentials.Supplier supplier, Credentials.Attempt attempt)
            implements OfClient {}

    /** Ask the supplier of a join's params, on a thread of its own and with a deadline; the answer is an input. */
    record AskParams(long asking, JoinParams supplier, JoinParams.Attempt attempt) implements OfClient {}

    /** Begin a connection process for this connection, and give it the command. */
    record StartConnection(Connection connection, Command.OpenConnection command) implements OfClient {}

    /** Give the command to the connection process of this connection. */
    record SendCommand(Connection connection, Command command) implements OfClient {}

    /** Put a message at the end of the client's own mailbox. */
    record Enqueue(Callback callback) implements OfClient {}

    /** Tell a waiting caller. */
    record Answer(Operation.AnswerCaller answer) implements OfClient {}

    /** The client is at its end: nothing more is delivered. Its connection is told that its owner exited. */
    record Exit(StopReason reason) implements OfClient {}

    /** Tell telemetry. */
    record Report(Observation observation) implements OfConnection, OfClient {}
}
