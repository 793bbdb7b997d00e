package dev.slipstream.core.machine.connection;

/**
 * A timer of the connection machine. A {@link SentPush} with a timeout is also a timer, which fires if no reply arrives
 * in time. A {@link WaitingPush} is also a timer, which fires if the transport has no room for the push in time.
 */
sealed interface ConnectionTimer
        permits ConnectionTimer.JoinOverdue,
                ConnectionTimer.LeaveOverdue,
                ConnectionTimer.Single,
                SentPush,
                WaitingPush {

    /** The answer to a join is late. */
    record JoinOverdue(Join join) implements ConnectionTimer {}

    /** Neither the reply to a leave nor the end of the channel arrived in time. */
    record LeaveOverdue(Join join) implements ConnectionTimer {}

    /** The other timers of a connection. A connection has at most one timer of each kind. */
    enum Single implements ConnectionTimer {
        /** The transport has neither opened nor failed, although its own deadline has passed. */
        HANDSHAKE_OVERDUE,
        /** The transport was closed and has not ended, although its own deadline has passed. */
        CLOSE_OVERDUE,
        /** Reading has been paused for the longest allowed time. */
        PAUSE_OVERDUE,
        /** The next heartbeat is due. */
        HEARTBEAT_DUE,
        /** The reply to the heartbeat is late. */
        HEARTBEAT_OVERDUE,
        /** The refused leaves are due for a retry, because the transport may have room again. */
        LEAVES_AGAIN
    }
}
