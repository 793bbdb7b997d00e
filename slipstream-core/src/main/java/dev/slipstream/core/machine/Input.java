package dev.slipstream.core.machine;

import dev.slipstream.core.Command;
import dev.slipstream.core.Connection;
import dev.slipstream.core.Credentials;
import dev.slipstream.core.DisconnectReason;
import dev.slipstream.core.Event;
import dev.slipstream.core.Failure;
import dev.slipstream.core.Operation;
import dev.slipstream.core.Payload;
import dev.slipstream.core.Signature;
import dev.slipstream.core.StopReason;
import dev.slipstream.core.serializer.Message;
import java.util.List;
import java.util.Map;

/** A fact that a machine is told. */
public sealed interface Input {

    /** What a {@link ConnectionMachine} is told. */
    sealed interface OfConnection extends Input {}

    /** The client asks for something. */
    record CommandReceived(Command command) implements OfConnection {}

    /** The transport is open; header names in lower case. */
    record Opened(Map<String, List<String>> headers) implements OfConnection {}

    /** A frame arrived that is a message. */
    record Received(Message message) implements OfConnection {}

    /** A frame arrived that is no message; the detail does not quote it. */
    record FrameMalformed(String detail) implements OfConnection {}

    /** A frame arrived that exceeds a limit of the serializer: it may be a message. */
    record OverLimit() implements OfConnection {}

    /** The transport took a ping. */
    record Pinged() implements OfConnection {}

    /** The transport took a pong. */
    record Ponged() implements OfConnection {}

    /** A message that was to be sent was not, and will not be: a bound was reached, or it has no frame. */
    record SendRefused(Message message, Failure failure) implements OfConnection {}

    /** The transport is at its end: its terminal call. */
    record Ended(DisconnectReason reason) implements OfConnection {}

    /** Reading from the transport pauses, for the client does not keep up. */
    record ReadingPaused() implements OfConnection {}

    /** Reading from the transport goes on. */
    record ReadingResumed() implements OfConnection {}

    /** The client that owns the connection is gone. */
    record OwnerExited(StopReason reason) implements OfConnection {}

    /** What a {@link ClientMachine} is told. */
    sealed interface OfClient extends Input {}

    /** The client process begins. */
    record Started() implements OfClient {}

    /** An event was taken from the mailbox. */
    record EventTaken(Signature.OfEvent signature) implements OfClient {

        public EventTaken(Connection connection, Event event) {
            this(new Signature.OfEvent(connection, event));
        }
    }

    /** An event was taken from the mailbox by an await: it happened, and no callback is told. */
    record EventAwaited(Connection connection, Event event) implements OfClient {}

    /** A message of user code was taken from the mailbox. */
    record MessageTaken(Callback callback) implements OfClient {}

    /** Letters of the running callback are to be posted, in this order. */
    record OperationsWritten(List<Operation> operations) implements OfClient {}

    /** The running callback is through, and its letters are posted. */
    record Returned() implements OfClient {}

    /** The running callback threw, and what it had not posted is discarded. */
    record Threw(Throwable thrown) implements OfClient {}

    /** The supplier of credentials answered the attempt. */
    record CredentialsGiven(Connection attempt, Credentials credentials) implements OfClient {}

    /** The supplier of credentials failed at the attempt. */
    record CredentialsRefused(Connection attempt, Failure failure) implements OfClient {}

    /** The supplier of a join's params answered, to the asking of this number. */
    record ParamsGiven(String topic, long asking, Payload params) implements OfClient {}

    /** The supplier of a join's params failed. */
    record ParamsRefused(String topic, long asking, String detail) implements OfClient {}

    /** Someone outside asks for the end. */
    record StopAsked(StopReason reason) implements OfClient {}

    /** Nothing is in the mailbox. */
    record MailboxEmptied() implements OfClient {}

    /** Time went on: deadlines may be due. */
    record TimePassed() implements OfConnection, OfClient {}
}
