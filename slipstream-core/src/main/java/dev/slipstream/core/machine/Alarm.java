package dev.slipstream.core.machine;

/** What a connection does when a deadline is due; of a {@link Push} that is a request its reply has not come. */
sealed interface Alarm permits Alarm.JoinOverdue, Alarm.LeaveOverdue, Alarm.Clock, Push {

    /** The answer to a join has not come. */
    record JoinOverdue(Join join) implements Alarm {}

    /** Neither the reply to a leave nor the end of the channel has come. */
    record LeaveOverdue(Join join) implements Alarm {}

    /** What there is at most one of. */
    enum Clock implements Alarm {
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
