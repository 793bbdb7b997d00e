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

/** An input of a machine. */
public sealed interface Input {

    /** An input of a {@link ConnectionMachine}. */
    sealed interface OfConnection extends Input {}

    /** The client sent a command. */
    record CommandReceived(Command command) implements OfConnection {}

    /** The transport is open; header names in lower case. */
    record Opened(Map<String, List<String>> headers) implements OfConnection {}

    /** A frame arrived and was decoded. */
    record Received(Message message) implements OfConnection {}

    /** A malformed frame arrived; the detail does not quote it. */
    record FrameMalformed(String detail) implements OfConnection {}

    /** A frame arrived that exceeds a limit of the serializer: it may be a message. */
    record OverLimit() implements OfConnection {}

    /** The transport received a ping. */
    record Pinged() implements OfConnection {}

    /** The transport received a pong. */
    record Ponged() implements OfConnection {}

    /** A message was not sent and will not be: a bound was reached, or it cannot be encoded. */
    record SendRefused(Message message, Failure failure) implements OfConnection {}

    /** The transport ended: its terminal call. */
    record Ended(DisconnectReason reason) implements OfConnection {}

    /** Reading from the transport pauses, because the client is too slow. */
    record ReadingPaused() implements OfConnection {}

    /** Reading from the transport resumes. */
    record ReadingResumed() implements OfConnection {}

    /** The client that owns the connection has ended. */
    record OwnerExited(StopReason reason) implements OfConnection {}

    /** An input of a {@link ClientMachine}. */
    sealed interface OfClient extends Input {}

    /** The client process starts. */
    record Started() implements OfClient {}

    /** An event was taken from the mailbox. */
    record EventTaken(Signature.OfEvent signature) implements OfClient {

        public EventTaken(Connection connection, Event event) {
            this(new Signature.OfEvent(connection, event));
        }
    }

    /** An await took an event from the mailbox; no callback receives it. */
    record EventAwaited(Connection connection, Event event) implements OfClient {}

    /** A message of user code was taken from the mailbox. */
    record MessageTaken(Callback callback) implements OfClient {}

    /** Operations of the running callback to apply, in this order. */
    record OperationsWritten(List<Operation> operations) implements OfClient {}

    /** The running callback returned, and its operations are applied. */
    record Returned() implements OfClient {}

    /** The running callback threw; its pending operations are discarded. */
    record Threw(Throwable thrown) implements OfClient {}

    /** The supplier answered with credentials for this attempt. */
    record CredentialsGiven(Connection attempt, Credentials credentials) implements OfClient {}

    /** The supplier of credentials failed for this attempt. */
    record CredentialsRefused(Connection attempt, Failure failure) implements OfClient {}

    /** The supplier of a join's params answered the request of this number. */
    record ParamsGiven(String topic, long asking, Payload params) implements OfClient {}

    /** The supplier of a join's params failed. */
    record ParamsRefused(String topic, long asking, String detail) implements OfClient {}

    /** Code outside the client asks it to stop. */
    record StopAsked(StopReason reason) implements OfClient {}

    /** The mailbox is empty. */
    record MailboxEmptied() implements OfClient {}

    /** Time passed: deadlines may be due. */
    record TimePassed() implements OfConnection, OfClient {}
}
