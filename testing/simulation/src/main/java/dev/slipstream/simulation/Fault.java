package dev.slipstream.simulation;

/**
 * A fault between a client and its server, for {@link Network#inject}.
 *
 * <p>The network emits {@link NetworkEvent.Struck} when a fault takes effect. For example, a refusal takes effect at
 * the next attempt to connect. A cut takes effect only if a connection is open.
 */
public enum Fault {

    // --- faults of the next attempt to connect ----------------------------------------------------------------------

    /** The host name has no address. */
    HOST_UNRESOLVED,
    /** No server listens on the port. */
    CONNECTION_REFUSED,
    /** The proxy requires credentials, or cannot connect to the server. */
    PROXY_FAILED,
    /** The certificate is not trusted. */
    TLS_FAILED,
    /** The TLS port answers in plaintext, as a captive portal does. */
    PLAINTEXT_RECEIVED,
    /** The server accepts the TCP connection and never answers the handshake. */
    HANDSHAKE_SILENT,
    /** The server does not answer, and the websocket library misses its own deadline. */
    HANDSHAKE_OVERDUE,
    /** The answer takes at least a third of the connect timeout, and may come too late. */
    HANDSHAKE_SLOW,
    /** TCP ends before the answer. */
    HANDSHAKE_CUT,
    /** The answer is not a valid websocket handshake. */
    HANDSHAKE_INVALID,
    /** The answer is 302, a redirect that the client does not follow. */
    HANDSHAKE_REDIRECTED,
    /** The answer is 401. */
    HANDSHAKE_UNAUTHORIZED,
    /** The answer is 403. */
    HANDSHAKE_FORBIDDEN,
    /** The answer is 404. */
    HANDSHAKE_NOT_FOUND,
    /** The answer is 500. */
    HANDSHAKE_CRASHED,
    /** The answer is 503, with {@code Retry-After}. */
    HANDSHAKE_UNAVAILABLE,
    /** The websocket library throws when it opens a websocket, because no thread can be started. */
    OPEN_THREW,

    // --- faults of the open connection ------------------------------------------------------------------------------

    /** TCP ends after the frames in flight have arrived. */
    CUT,
    /** TCP ends at once, and frames in flight are lost. */
    RESET,
    /** TCP ends between frames that arrive together. */
    CUT_IN_BURST,
    /** No frame passes in either direction, and neither side is notified. */
    HALF_OPEN,
    /** Frames to the client wait for 10 s to 60 s. The client's own frames pass. */
    DRIPPING,
    /** For some seconds the server neither reads nor sends. */
    SERVER_FROZEN,
    /** The server does not read for some seconds, so the client's writes wait. */
    WRITES_STALLED,
    /** For some seconds, each frame that is sent takes a second longer. */
    LATENCY,
    /** The server closes the connection with code 1000. */
    CLOSED_NORMALLY,
    /** The server closes the connection without a code, which the client reports as 1005. */
    CLOSED_WITHOUT_CODE,
    /** The server closes the connection with a code of an application, 4000 to 4999. */
    CLOSED_BY_APP,
    /** The connection's process on the server crashes, so the server closes the connection with code 1011. */
    CLOSED_BY_CRASH,
    /** The server stops for a deployment. It closes with code 1012, and does not end the channels first. */
    DRAINED,
    /**
     * The server broadcasts {@code disconnect} to the client's socket id, and so closes the connection with code 1001.
     */
    DISCONNECTED,
    /** The open connection and the next few connections each end within a second. */
    FLAPPING,
    /** The server never answers the client's close frame. */
    CLOSE_UNANSWERED,
    /** The server breaks the rules of RFC 6455, so the websocket library ends the connection. */
    FRAME_INVALID,
    /** A message is larger than the client accepts, so the websocket library ends the connection. */
    MESSAGE_TOO_LARGE,
    /** The client's next call of the websocket library, for example a send, throws and ends the websocket. */
    TRANSPORT_THREW,

    // --- what a broken server sends ---------------------------------------------------------------------------------

    /** A frame that does not decode to a message. */
    MALFORMED_FRAME,
    /** A message array with more than five elements. The client must ignore the additional elements. */
    EXTRA_PARTS,
    /** A message on a topic that the client did not join. */
    UNKNOWN_TOPIC,
    /** A message on one topic with the join_ref of another topic. */
    WRONG_TOPIC,
    /** A message, a {@code phx_error} or a {@code phx_close} that belongs to an earlier join. */
    STALE_JOIN,
    /** The server sends a reply again. */
    DUPLICATE_REPLY,
    /** A reply to a push that the client never sent. */
    UNKNOWN_REPLY,
    /** A reply without a status. */
    REPLY_WITHOUT_STATUS,
    /** The reply to the next heartbeat has the ref of the previous heartbeat. */
    HEARTBEAT_MISTAKEN,
    /** The server repeats a message that ended a channel. */
    END_REPEATED,
    /** A channel crashes before its join is answered. */
    END_BEFORE_ANSWER,
    /** Many messages at once. */
    BURST,
    /** Many pings at once. */
    PINGED,
    /** A pong without a ping. */
    PONGED,

    // --- faults of the client's process -----------------------------------------------------------------------------

    /** The client's JVM sleeps for minutes; the server does not. */
    PROCESS_FROZEN
}
