package dev.slipstream.testkit.simulation;

/**
 * What can go wrong between a client and its server, as {@link Network#inject} does it.
 *
 * <p>A fault counts once it took effect: a refusal when an attempt met it, a cut when a connection was there to cut.
 */
public enum Fault {

    // --- met by the next attempt to connect -------------------------------------------------------------------------

    /** The host name has no address. */
    HOST_UNRESOLVED,
    /** Nothing listens. */
    CONNECTION_REFUSED,
    /** The certificate is not trusted: no further attempt is made. */
    TLS_FAILED,
    /** The server accepts and never answers. */
    HANDSHAKE_SILENT,
    /** There is no answer, and the websocket library misses its own deadline. */
    HANDSHAKE_OVERDUE,
    /** The answer takes a good part of the connect timeout, or more. */
    HANDSHAKE_SLOW,
    /** TCP ends before the answer. */
    HANDSHAKE_CUT,
    /** The answer is no websocket's. */
    HANDSHAKE_INVALID,
    /** The answer is 403. */
    HANDSHAKE_FORBIDDEN,
    /** The answer is 404. */
    HANDSHAKE_NOT_FOUND,
    /** The answer is 503, with {@code Retry-After}. */
    HANDSHAKE_UNAVAILABLE,

    // --- met by the open connection ---------------------------------------------------------------------------------

    /** TCP ends behind what is on its way. */
    CUT,
    /** TCP ends at once, and what is on its way is lost. */
    RESET,
    /** TCP ends in the middle of what arrives together. */
    CUT_IN_BURST,
    /** Nothing passes any more, in either direction, and nobody is told. */
    HALF_OPEN,
    /** The server neither reads nor sends for some seconds, then goes on. */
    SERVER_FROZEN,
    /** The server does not read for some seconds: what is written waits. */
    WRITES_STALLED,
    /** All takes a second longer for some seconds. */
    LATENCY,
    /** The server closes with 1000. */
    CLOSED_NORMALLY,
    /** The server closes with a code of an app's own. */
    CLOSED_BY_APP,
    /** The connection's process crashes on the server: 1011. */
    CLOSED_BY_CRASH,
    /** The server is deployed: 1012, without a frame for any channel. */
    DRAINED,
    /** The server disconnects the socket by its id: 1001. */
    DISCONNECTED,

    // --- what a broken server sends ---------------------------------------------------------------------------------

    /** A frame that is no message. */
    MALFORMED_FRAME,
    /** A message on a topic that nobody joined. */
    UNKNOWN_TOPIC,
    /** A message, an error or a close of a join that is gone. */
    STALE_JOIN,
    /** A reply once more. */
    DUPLICATE_REPLY,
    /** A reply to what was never asked. */
    UNKNOWN_REPLY,
    /** Many messages at once. */
    BURST,

    // --- of the process ---------------------------------------------------------------------------------------------

    /** The whole process sleeps for minutes, the server does not. */
    PROCESS_FROZEN
}
