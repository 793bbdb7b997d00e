package dev.slipstream.system.simulation;

/** Faults of the app: in the server's channels, in suppliers and in callbacks. */
public enum AppFault {

    // --- in the server's channels -----------------------------------------------------------------------------------

    /** A channel refuses a join. */
    JOIN_REFUSED,
    /** A channel answers a join late and delays everything else on the connection. */
    JOIN_SLOW,
    /** A channel answers a join after the join timeout of the client. */
    JOIN_TOO_SLOW,
    /** A channel crashes during its join. */
    JOIN_CRASHED,
    /** A channel crashes. */
    CHANNEL_CRASHED,
    /** A channel stops although the client did not leave it. */
    CHANNEL_STOPPED,
    /** A reply is late and may arrive after the timeout of its request. */
    REPLY_LATE,
    /** A push is never answered. */
    REPLY_NEVER,
    /** A push is answered with an error. */
    REPLY_ERROR,
    /** A push is answered with a status other than ok and error. */
    REPLY_ODD,
    /** A push is answered with a binary payload. */
    REPLY_BINARY,
    /** A channel pushes a message while it terminates. */
    PUSHED_AT_END,
    /** The server refuses an expired token. */
    TOKEN_EXPIRED,

    // --- in suppliers -----------------------------------------------------------------------------------------------

    /** The supplier of credentials fails. */
    CREDENTIALS_FAILED,
    /** The supplier of credentials answers late, possibly after its timeout. */
    CREDENTIALS_LATE,
    /** The supplier of credentials never answers. */
    CREDENTIALS_NEVER,
    /** The supplier of join params fails. */
    PARAMS_FAILED,
    /** The supplier of join params answers late, possibly after its timeout. */
    PARAMS_LATE,

    // --- in callbacks -------------------------------------------------------------------------------------------

    /** {@code init} throws, so the client does not start. */
    INIT_THREW,
    /** A callback throws an exception. */
    CALLBACK_THREW,
    /** A callback throws after a wait. The wait has applied the callback's earlier operations. */
    CALLBACK_THREW_LATE,
    /** A callback throws an {@code Error}. */
    CALLBACK_THREW_ERROR,
    /** A callback throws a {@code StackOverflowError}. */
    STACK_OVERFLOWED,
    /** A callback throws an {@code OutOfMemoryError}. */
    MEMORY_GAVE_OUT,
    /** A callback reads a payload as a type that it does not match. */
    PAYLOAD_MISFIT,
    /** {@code handleFailure} throws. */
    FAILURE_HANDLER_THREW,
    /** {@code terminate} throws. */
    TERMINATE_THREW,
    /** A callback blocks its thread for some time. */
    CALLBACK_BLOCKED,
    /** A callback blocks its thread for a minute. */
    CALLBACK_BLOCKED_LONG,
    /** A callback waits for an event with a {@code Session}. */
    CALLBACK_WAITED,
    /** A wait in a callback fails. */
    WAIT_FAILED,
    /** A wait in a callback times out. */
    WAIT_TIMED_OUT,
    /** The thread of a waiting callback is interrupted. */
    WAIT_INTERRUPTED,
    /** A callback calls {@code connect} while connected. */
    CONNECTED_TWICE,
    /** A callback joins a topic that is already requested or joined. */
    JOINED_TWICE,
    /** A push has an event name that is too long for a binary frame. */
    NAME_TOO_LONG,
    /** A callback stops its client. */
    STOPPED_ITSELF,
    /** A client is stopped while it is stopping. */
    STOPPED_TWICE,
    /** The executor of callbacks rejects a task. */
    EXECUTOR_REFUSED
}
