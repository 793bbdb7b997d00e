package dev.slipstream.core.machine.client;

import dev.slipstream.core.DisconnectReason;
import dev.slipstream.core.LeaveCause;
import dev.slipstream.core.TopicCloseReason;

/** Why a caller stopped waiting for a topic that is still not joined; see {@link ClientInput.JoinAwaited}. */
public sealed interface JoinEnd {

    /** The join failed or the topic crashed, and the client does not join the topic again. */
    record Closed(TopicCloseReason reason) implements JoinEnd {}

    /** The topic was left, and the client does not join the topic again. */
    record Left(LeaveCause cause) implements JoinEnd {}

    /** The client is disconnected and does not reconnect automatically. */
    record Disconnected(DisconnectReason reason) implements JoinEnd {}

    /** User code did not connect in time. */
    record NeverConnected() implements JoinEnd {}

    /** The client was connected, and user code did not ask for the join in time. */
    record NeverRequested() implements JoinEnd {}
}
