package dev.slipstream.core.machine.connection;

import dev.slipstream.core.DisconnectReason;
import dev.slipstream.core.Failure;
import dev.slipstream.core.StopReason;
import dev.slipstream.core.Telemetry.DropReason;
import dev.slipstream.core.serializer.Message;
import java.util.List;
import java.util.Map;

/** An input of a {@link ConnectionMachine}, other than a command of the client. */
public sealed interface ConnectionInput {

    /** The transport is open. Header names are in lower case. */
    record Opened(Map<String, List<String>> headers) implements ConnectionInput {}

    /** A frame arrived and was decoded. */
    record Received(Message message) implements ConnectionInput {}

    /**
     * A frame arrived that the serializer could not decode. The detail does not quote the frame.
     *
     * @param reason whether the frame is malformed, or the serializer failed
     */
    record FrameMalformed(DropReason reason, String detail) implements ConnectionInput {}

    /** A frame arrived that exceeds a limit of the serializer, but may be a valid message. */
    record OverLimit() implements ConnectionInput {}

    /** The transport received a ping. */
    record Pinged() implements ConnectionInput {}

    /** The transport received a pong. */
    record Ponged() implements ConnectionInput {}

    /** A message was not sent, because an outbound limit was reached or the message cannot be encoded. */
    record SendRefused(Message message, Failure failure) implements ConnectionInput {}

    /** The transport accepted the message of the last {@link ConnectionEffect.TrySend}. */
    record SendAccepted() implements ConnectionInput {}

    /** The transport had no room for a message before, and has room again. */
    record Writable() implements ConnectionInput {}

    /** The transport ended. No further input of the transport follows. */
    record Ended(DisconnectReason reason) implements ConnectionInput {}

    /** Reading from the transport pauses, because the client is too slow. */
    record ReadingPaused() implements ConnectionInput {}

    /** Reading from the transport resumes. */
    record ReadingResumed() implements ConnectionInput {}

    /** The client that owns the connection has ended. */
    record OwnerExited(StopReason reason) implements ConnectionInput {}

    /** Time passed: deadlines may be due. */
    record TimePassed() implements ConnectionInput {}
}
