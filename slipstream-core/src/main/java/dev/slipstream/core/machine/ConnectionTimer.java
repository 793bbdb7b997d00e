package dev.slipstream.core.machine;

/** What a connection does when a deadline is due; of a {@link SentPush} that is a request its reply has not come. */
sealed interface ConnectionTimer
        permits ConnectionTimer.JoinOverdue, ConnectionTimer.LeaveOverdue, ConnectionTimer.Single, SentPush {

    /** The answer to a join has not come. */
    record JoinOverdue(Join join) implements ConnectionTimer {}

    /** Neither the reply to a leave nor the end of the channel has come. */
    record LeaveOverdue(Join join) implements ConnectionTimer {}

    /** What there is at most one of. */
    enum Single implements ConnectionTimer {
        /** The transport has neither opened nor failed, although its own deadline is past. */
        HANDSHAKE_OVERDUE,
        /** The transport was closed and has not ended, although its own deadline is past. */
        CLOSE_OVERDUE,
        /** Reading has been paused for as long as it may be. */
        PAUSE_OVERDUE,
        /** It is time for a heartbeat. */
        HEARTBEAT_DUE,
        /** The reply to the heartbeat has not come. */
        HEARTBEAT_OVERDUE,
        /** There may be room for the leaves that were refused. */
        LEAVES_AGAIN
    }
}
