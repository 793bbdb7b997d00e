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
    /** The proxy asks for credentials, or cannot get through. */
    PROXY_FAILED,
    /** The certificate is not trusted: no further attempt is made. */
    TLS_FAILED,
    /** The TLS port answers in plaintext, as a captive portal does. */
    PLAINTEXT_RECEIVED,
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
    /** The answer is 302: to another place, where nobody follows. */
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
    /** The websocket library throws where it is to open one: there is no thread to be had. */
    OPEN_THREW,

    // --- met by the open connection ---------------------------------------------------------------------------------

    /** TCP ends behind what is on its way. */
    CUT,
    /** TCP ends at once, and what is on its way is lost. */
    RESET,
    /** TCP ends in the middle of what arrives together. */
    CUT_IN_BURST,
    /** Nothing passes any more, in either direction, and nobody is told. */
    HALF_OPEN,
    /** A frame comes so slowly that nothing behind it arrives; what is sent gets through. */
    DRIPPING,
    /** The server neither reads nor sends for some seconds, then goes on. */
    SERVER_FROZEN,
    /** The server does not read for some seconds: what is written waits. */
    WRITES_STALLED,
    /** All takes a second longer for some seconds. */
    LATENCY,
    /** The server closes with 1000. */
    CLOSED_NORMALLY,
    /** The server closes without a code: 1005. */
    CLOSED_WITHOUT_CODE,
    /** The server closes with a code of an app's own. */
    CLOSED_BY_APP,
    /** The connection's process crashes on the server: 1011. */
    CLOSED_BY_CRASH,
    /** The server is deployed: 1012, without a frame for any channel. */
    DRAINED,
    /** The server disconnects the socket by its id: 1001. */
    DISCONNECTED,
    /** The server closes each of the next few connections within a second. */
    FLAPPING,
    /** The server never answers the close of the client. */
    CLOSE_UNANSWERED,
    /** The server breaks the rules of RFC 6455, and the websocket library ends it. */
    FRAME_INVALID,
    /** A message is larger than the client takes, and the websocket library ends it. */
    MESSAGE_TOO_LARGE,
    /** The websocket library throws where it is to send, flush, read on or close: it is dead from then on. */
    TRANSPORT_THREW,

    // --- what a broken server sends ---------------------------------------------------------------------------------

    /** A frame that is no message. */
    MALFORMED_FRAME,
    /** A message of more than five parts: those behind the fifth mean nothing. */
    EXTRA_PARTS,
    /** A message on a topic that nobody joined. */
    UNKNOWN_TOPIC,
    /** A message on one topic with the join_ref of another. */
    WRONG_TOPIC,
    /** A message, an error or a close of a join that is gone. */
    STALE_JOIN,
    /** A reply once more. */
    DUPLICATE_REPLY,
    /** A reply to what was never asked. */
    UNKNOWN_REPLY,
    /** A reply that does not say how it went. */
    REPLY_WITHOUT_STATUS,
    /** The next heartbeat is answered as if it were the one before. */
    HEARTBEAT_MISTAKEN,
    /** The end of a channel once more. */
    END_REPEATED,
    /** A channel is told to have crashed before its join is answered. */
    END_BEFORE_ANSWER,
    /** Many messages at once. */
    BURST,
    /** Many pings at once. */
    PINGED,
    /** A pong that nobody asked for. */
    PONGED,

    // --- of the process ---------------------------------------------------------------------------------------------

    /** The whole process sleeps for minutes, the server does not. */
    PROCESS_FROZEN
}
