package dev.slipstream.system.simulation;

/** What comes about in a run though nobody does it on purpose, and a list of faults asks for. */
enum Occurrence {

    // --- frames -----------------------------------------------------------------------------------------------------

    /** A frame came that is no JSON, or no array. */
    NOT_AN_ARRAY,
    /** An array of less than five came. */
    TOO_FEW_PARTS,
    /** An array came whose parts have other types. */
    WRONG_TYPES,
    /** A message came with something behind it. */
    TRAILING_TOKENS,
    /** A message came that is nested too deep. */
    TOO_DEEP,
    /** A message came with a number of too many digits. */
    TOO_MANY_DIGITS,
    /** A binary frame came that is no message. */
    BINARY_BROKEN,
    /** A broadcast came: no ref, and no join_ref. */
    BROADCAST,
    /** A frame came after this client had asked for the end. */
    FRAME_AFTER_CLOSE,

    // --- topics -----------------------------------------------------------------------------------------------------

    /** A channel ended that was joined, and nobody here had left it. */
    CLOSED_WHILE_JOINED,
    /** A channel ended that was being left. */
    CLOSED_WHILE_LEAVING,
    /** A channel crashed that was joined. */
    CRASHED_WHILE_JOINED,
    /** A join was refused, for the topic has no channel. */
    TOPIC_UNMATCHED,
    /** A join was refused, for the connection has as many channels as it may. */
    CHANNELS_FULL,
    /** A join was not answered in time. */
    JOIN_TIMED_OUT,
    /** A join was answered well after it was given up. */
    OK_AFTER_TIMEOUT,
    /** A topic was left before its join was answered. */
    LEFT_WHILE_JOINING,
    /** A topic was joined before its leave was answered. */
    JOINED_WHILE_LEAVING,

    // --- pushes -----------------------------------------------------------------------------------------------------

    /** A reply came to a request that had been given up. */
    REPLY_TOO_LATE,
    /** A push was made on a topic that was not joined, and nothing kept it. */
    PUSH_NOT_JOINED,
    /** A push that had waited for its topic was sent. */
    BUFFER_FLUSHED,
    /** A request was on its way when the connection ended. */
    LOST_IN_FLIGHT,
    /** The server forgot a join, and said so to a push. */
    JOIN_FORGOTTEN,

    // --- bounds -----------------------------------------------------------------------------------------------------

    /** The transport took a frame no more. */
    OUTBOUND_FULL,
    /** Too many requests waited for a reply. */
    PENDING_FULL,
    /** Too much waited for a topic. */
    BUFFER_FULL,
    /** The mailbox had no room for a message of user code. */
    MAILBOX_FULL,
    /** Reading paused, for callbacks did not keep up. */
    READING_PAUSED,
    /** Reading had paused for too long. */
    SLOW_CONSUMER,

    // --- the way to a connection ------------------------------------------------------------------------------------

    /** A heartbeat was not answered. */
    HEARTBEAT_TIMED_OUT,
    /** Too many frames in a row were no messages. */
    GARBAGE_GIVEN_UP,
    /** An attempt was replaced by a newer one. */
    CONNECTED_WHILE_CONNECTING,
    /** An attempt was taken back. */
    DISCONNECTED_WHILE_CONNECTING,
    /** A callback wrote commands. */
    WRITTEN_IN_CALLBACK
}
