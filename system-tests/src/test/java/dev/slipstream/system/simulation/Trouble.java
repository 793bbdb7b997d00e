package dev.slipstream.system.simulation;

/** What can go wrong in the app: in the server's channels, and in the client's own callbacks. */
public enum Trouble {
    /** A channel refuses a join. */
    JOIN_REFUSED,
    /** A join takes some time, and with it all else on the connection. */
    JOIN_SLOW,
    /** A join takes longer than the client waits. */
    JOIN_TOO_SLOW,
    /** A channel crashes in its join. */
    JOIN_CRASHED,
    /** A topic has no channel. */
    TOPIC_UNMATCHED,
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
    /** The supplier of credentials fails. */
    CREDENTIALS_FAILED,
    /** The supplier of credentials takes some time, or too long. */
    CREDENTIALS_LATE,
    /** A callback throws. */
    CALLBACK_THREW,
    /** A callback throws after it posted something and waited. */
    CALLBACK_THREW_LATE,
    /** A callback blocks its thread for some time. */
    CALLBACK_BLOCKED,
    /** A callback waits. */
    CALLBACK_WAITED,
    /** A wait in a callback ends without what was waited for. */
    WAIT_FAILED,
    /** A callback stops its client. */
    STOPPED_ITSELF
}
