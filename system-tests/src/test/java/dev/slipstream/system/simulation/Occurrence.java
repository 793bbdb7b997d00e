package dev.slipstream.system.simulation;

/** Situations that arise in a run without being injected. Most are causes of the faults in {@code faults.txt}. */
enum Occurrence {

    // --- frames -----------------------------------------------------------------------------------------------------

    /** A text frame arrived that is not a JSON array. */
    NOT_AN_ARRAY,
    /** A JSON array with fewer than five elements arrived. */
    TOO_FEW_PARTS,
    /** A JSON array arrived whose elements have the wrong types. */
    WRONG_TYPES,
    /** A message arrived with extra text after the JSON array. */
    TRAILING_TOKENS,
    /** A message arrived that exceeds the nesting limit. */
    TOO_DEEP,
    /** A message arrived with a number that has too many digits. */
    TOO_MANY_DIGITS,
    /** A binary frame arrived that does not decode as a message. */
    BINARY_BROKEN,
    /** A broadcast arrived: a message with neither ref nor join_ref. */
    BROADCAST,
    /** A frame arrived after the client asked to close the connection. */
    FRAME_AFTER_CLOSE,

    // --- topics -----------------------------------------------------------------------------------------------------

    /** A joined channel closed, and the client had not left it. */
    CLOSED_WHILE_JOINED,
    /** A channel closed while the client was leaving it. */
    CLOSED_WHILE_LEAVING,
    /** A joined channel crashed. */
    CRASHED_WHILE_JOINED,
    /** A join was refused because no channel matches the topic. */
    TOPIC_UNMATCHED,
    /** A join was refused because the connection already has the maximum number of channels. */
    CHANNELS_FULL,
    /** A join timed out. */
    JOIN_TIMED_OUT,
    /** The server accepted a join after the join timed out. */
    OK_AFTER_TIMEOUT,
    /** A topic was left before its join was answered. */
    LEFT_WHILE_JOINING,
    /** A topic was joined before its leave was answered. */
    JOINED_WHILE_LEAVING,

    /** Params for later joins were given while the topic was wanted but the client was not connected. */
    PARAMS_WHILE_WANTED,
    /** Params for later joins were given while a join was in flight. */
    PARAMS_WHILE_JOINING,
    /** Params for later joins were given while the topic was joined. */
    PARAMS_WHILE_JOINED,
    /** Params were given while a leave was in flight. */
    PARAMS_WHILE_LEAVING,
    /** Params were given after the topic closed. */
    PARAMS_WHILE_CLOSED,

    // --- pushes -----------------------------------------------------------------------------------------------------

    /** A reply arrived after its request timed out. */
    REPLY_TOO_LATE,
    /** A push was made on a topic that was not joined, and no push buffer kept it. */
    PUSH_NOT_JOINED,
    /** A buffered push was sent. */
    BUFFER_FLUSHED,
    /** The connection ended while a request was in flight. */
    LOST_IN_FLIGHT,
    /** The server answered a push with an error because the join had ended on the server. */
    JOIN_FORGOTTEN,

    // --- bounds -----------------------------------------------------------------------------------------------------

    /** The transport refused a frame. */
    OUTBOUND_FULL,
    /** A push waited for room in the outbound queue. */
    PUSH_WAITED,
    /** A push that waited for room, or for the client to handle it, timed out. */
    PUSH_WAITED_TOO_LONG,
    /** The limit of requests without a reply was reached. */
    PENDING_FULL,
    /** The push buffer of a topic was full. */
    BUFFER_FULL,
    /** The mailbox refused a message of user code because it was full. */
    MAILBOX_FULL,
    /** Reading paused because callbacks were too slow. */
    READING_PAUSED,
    /** Reading was paused for too long, so the client closed the connection. */
    SLOW_CONSUMER,

    // --- connecting -------------------------------------------------------------------------------------------------

    /** A heartbeat timed out. */
    HEARTBEAT_TIMED_OUT,
    /** A connection was closed because too many frames in a row did not decode. */
    GARBAGE_GIVEN_UP,
    /** A callback called {@code connect} while connecting, which replaced the attempt. */
    CONNECTED_WHILE_CONNECTING,
    /** A callback called {@code disconnect} while connecting. */
    DISCONNECTED_WHILE_CONNECTING,
    /** A callback added a {@code Command}, such as a join or a push, to its socket. */
    WRITTEN_IN_CALLBACK
}
