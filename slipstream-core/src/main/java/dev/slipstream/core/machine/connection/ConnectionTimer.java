package dev.slipstream.core.machine.connection;

/**
 * A timer of the connection machine. A {@link SentPush} that is a request is its own timer: it fires if no reply
 * came.
 */
sealed interface ConnectionTimer
        permits ConnectionTimer.JoinOverdue, ConnectionTimer.LeaveOverdue, ConnectionTimer.Single, SentPush {

    /** The answer to a join is late. */
    record JoinOverdue(Join join) implements ConnectionTimer {}

    /** Neither the reply to a leave nor the end of the channel arrived in time. */
    record LeaveOverdue(Join join) implements ConnectionTimer {}

    /** The timers that a connection has at most once. */
    enum Single implements ConnectionTimer {
        /** The transport has neither opened nor failed after its own deadline. */
        HANDSHAKE_OVERDUE,
        /** The transport was closed and has not ended after its own deadline. */
        CLOSE_OVERDUE,
        /** Reading has been paused for the longest allowed time. */
        PAUSE_OVERDUE,
        /** The next heartbeat is due. */
        HEARTBEAT_DUE,
        /** The reply to the heartbeat is late. */
        HEARTBEAT_OVERDUE,
        /** Retry the refused leaves: the transport may have room. */
        LEAVES_AGAIN
    }
}
