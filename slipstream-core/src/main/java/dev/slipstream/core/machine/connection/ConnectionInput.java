package dev.slipstream.core.machine.connection;

import dev.slipstream.core.DisconnectReason;
import dev.slipstream.core.Failure;
import dev.slipstream.core.StopReason;
import dev.slipstream.core.serializer.Message;
import java.util.List;
import java.util.Map;

/** An input of a {@link ConnectionMachine}, other than a command of the client. */
public sealed interface ConnectionInput {

    /** The transport is open; header names in lower case. */
    record Opened(Map<String, List<String>> headers) implements ConnectionInput {}

    /** A frame arrived and was decoded. */
    record Received(Message message) implements ConnectionInput {}

    /** A malformed frame arrived; the detail does not quote it. */
    record FrameMalformed(String detail) implements ConnectionInput {}

    /** A frame arrived that exceeds a limit of the serializer, but may be a valid message. */
    record OverLimit() implements ConnectionInput {}

    /** The transport received a ping. */
    record Pinged() implements ConnectionInput {}

    /** The transport received a pong. */
    record Ponged() implements ConnectionInput {}

    /** A message was not sent and will not be: a bound was reached, or it cannot be encoded. */
    record SendRefused(Message message, Failure failure) implements ConnectionInput {}

    /** The transport ended; no further input of it follows. */
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
