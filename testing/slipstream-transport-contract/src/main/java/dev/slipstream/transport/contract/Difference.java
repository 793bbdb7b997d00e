package dev.slipstream.transport.contract;

/**
 * A difference of a websocket library from {@link TransportContract} that a transport cannot correct.
 *
 * <p>A transport lists its differences. A listed difference must occur, and an unlisted one must not.
 */
public enum Difference {
    /** The library adds a User-Agent to the request. */
    USER_AGENT_ADDED,
    /** The header lines of the answer that opened the websocket are not reported. */
    OPENING_HEADERS_UNTOLD,
    /** An answer is refused if its Connection header lists more than Upgrade, which RFC 6455 section 4.1 allows. */
    CONNECTION_LISTS_REFUSED,
    /** A refusal is reported with its status only, without headers and body. */
    REFUSAL_STATUS_ALONE,
    /** The body of a refusal is read to its end before the refusal is reported. Only the connect deadline limits it. */
    REFUSALS_READ_WHOLE,
    /** Pings are answered, but not reported. */
    PINGS_UNTOLD,
    /** Pongs are not reported. */
    PONGS_UNTOLD,
    /** A close frame without a code is reported as 1000. */
    NO_STATUS_IS_1000,
    /** A masked frame of the server is accepted. */
    MASKED_FRAMES_TAKEN,
    /** A frame whose length is encoded in more bytes than necessary is accepted. */
    LONG_LENGTHS_TAKEN,
    /** The library waits for a frame that claims more bytes than a message may have. The heartbeat detects it. */
    HUGE_LENGTHS_AWAITED,
    /** A close code of 5000 or more is reported like any other, although RFC 6455 section 7.4.2 does not define it. */
    UNASSIGNED_CODES_TOLD,
    /** The library does not send Basic credentials to proxies, only those of other schemes. */
    BASIC_KEPT_FROM_PROXIES,
    /** If a server ends TCP without an answer, the library repeats the request once before it reports the failure. */
    SILENT_END_TRIED_TWICE,
    /**
     * Bytes after the proxy's answer in the same packet are dropped. They do not end the attempt; if nothing follows,
     * the connect deadline does.
     */
    TUNNELS_FIRST_BYTES_DROPPED
}
