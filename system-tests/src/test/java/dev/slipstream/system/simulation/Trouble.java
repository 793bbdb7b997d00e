package dev.slipstream.system.simulation;

/** What can go wrong in the app: in the server's channels, in what the client asks its user for, and in its callbacks. */
public enum Trouble {

    // --- in the server's channels -----------------------------------------------------------------------------------

    /** A channel refuses a join. */
    JOIN_REFUSED,
    /** A join takes some time, and with it all else on the connection. */
    JOIN_SLOW,
    /** A join takes longer than the client waits. */
    JOIN_TOO_SLOW,
    /** A channel crashes in its join. */
    JOIN_CRASHED,
    /** A channel crashes. */
    CHANNEL_CRASHED,
    /** A channel ends of its own. */
    CHANNEL_STOPPED,
    /** A reply comes later than others, perhaps too late. */
    REPLY_LATE,
    /** A push is never answered. */
    REPLY_NEVER,
    /** A push is answered with an error. */
    REPLY_ERROR,
    /** A push is answered with a word of the app's own. */
    REPLY_ODD,
    /** A push is answered with bytes. */
    REPLY_BINARY,
    /** A channel pushes some more when it ends. */
    PUSHED_AT_END,
    /** The server refuses a token that is too old. */
    TOKEN_EXPIRED,

    // --- in what the client asks for --------------------------------------------------------------------------------

    /** The supplier of credentials fails. */
    CREDENTIALS_FAILED,
    /** The supplier of credentials takes some time, or too long. */
    CREDENTIALS_LATE,
    /** The supplier of credentials never answers. */
    CREDENTIALS_NEVER,
    /** The supplier of a join's params fails. */
    PARAMS_FAILED,
    /** The supplier of a join's params takes some time, or too long. */
    PARAMS_LATE,

    // --- in its callbacks -------------------------------------------------------------------------------------------

    /** The first callback throws: there is no client. */
    INIT_THREW,
    /** A callback throws. */
    CALLBACK_THREW,
    /** A callback throws after it applied operations and waited. */
    CALLBACK_THREW_LATE,
    /** A callback throws an error. */
    CALLBACK_THREW_ERROR,
    /** A callback calls itself too deep. */
    STACK_OVERFLOWED,
    /** The JVM gives out in a callback. */
    MEMORY_GAVE_OUT,
    /** A payload does not fit the type that a callback asks for. */
    PAYLOAD_MISFIT,
    /** What is to decide about a callback that threw throws itself. */
    FAILURE_HANDLER_THREW,
    /** The last callback throws. */
    TERMINATE_THREW,
    /** A callback blocks its thread for some time. */
    CALLBACK_BLOCKED,
    /** A callback blocks its thread for a minute. */
    CALLBACK_BLOCKED_LONG,
    /** A callback waits. */
    CALLBACK_WAITED,
    /** A wait in a callback ends without what was waited for. */
    WAIT_FAILED,
    /** A wait in a callback is given up for its time is over. */
    WAIT_TIMED_OUT,
    /** The thread of a callback that waits is interrupted. */
    WAIT_INTERRUPTED,
    /** A callback connects though there is a connection. */
    CONNECTED_TWICE,
    /** A callback joins a topic that is joined, or requested. */
    JOINED_TWICE,
    /** A push has a name that no frame can hold. */
    NAME_TOO_LONG,
    /** A callback stops its client. */
    STOPPED_ITSELF,
    /** A client is stopped that is stopping. */
    STOPPED_TWICE,
    /** The executor of callbacks refuses. */
    EXECUTOR_REFUSED
}
