package dev.slipstream;

import dev.slipstream.core.DisconnectReason;
import dev.slipstream.core.Failure;
import dev.slipstream.core.TopicCloseReason;

/** Why an await ended before what it waited for came, as {@link AwaitEndedException} tells it. */
public sealed interface AwaitEndReason {

    /**
     * There is no connection any more, or the attempt at one failed.
     *
     * @param reason {@link DisconnectReason.Requested} also if the client itself is ending
     */
    record Disconnected(DisconnectReason reason) implements AwaitEndReason {}

    /** The topic on which something was awaited is not joined any more, though nobody here left it. */
    record TopicClosed(String topic, TopicCloseReason reason) implements AwaitEndReason {}

    /** The topic on which something was awaited was left: by us, or because its channel ended normally on the server. */
    record TopicLeft(String topic) implements AwaitEndReason {}

    /** Too much else came first: over ten times what {@link StartOptions#maxMessages} and {@link StartOptions#maxBytes} allow. */
    record Overflowed(Failure.Overflow failure) implements AwaitEndReason {}
}
