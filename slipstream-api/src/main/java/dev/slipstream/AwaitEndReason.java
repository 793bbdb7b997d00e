package dev.slipstream;

import dev.slipstream.core.DisconnectReason;
import dev.slipstream.core.Failure;
import dev.slipstream.core.LeaveCause;
import dev.slipstream.core.TopicCloseReason;

/** Why an await, a wait for an event in a {@link Session}, ended early; see {@link AwaitEndedException}. */
public sealed interface AwaitEndReason {

    /**
     * The connection ended, or the attempt to connect failed.
     *
     * @param reason why the connection ended or the attempt failed. {@link DisconnectReason.Requested} can also mean
     *     that the client is ending
     */
    record Disconnected(DisconnectReason reason) implements AwaitEndReason {}

    /** The topic of the await is not joined any more, although the client did not leave it. */
    record TopicClosed(String topic, TopicCloseReason reason) implements AwaitEndReason {}

    /** The topic of the await was left: by this client, or because its channel ended normally on the server. */
    record TopicLeft(String topic, LeaveCause cause) implements AwaitEndReason {}

    /**
     * While the await waited, other events filled the mailbox to ten times {@link StartOptions#maxMessages}, or to ten
     * times {@link StartOptions#maxBytes}.
     */
    record Overflowed(Failure.Overflow failure) implements AwaitEndReason {}
}
