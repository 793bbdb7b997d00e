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
    RESPONSE_HEADERS_NOT_REPORTED,
    /** An answer is refused if its Connection header lists more than Upgrade, which RFC 6455 section 4.1 allows. */
    CONNECTION_HEADER_LISTS_REFUSED,
    /** A refusal is reported with its status only, without headers and body. */
    ONLY_REFUSAL_STATUS_REPORTED,
    /** The body of a refusal is read to its end before the refusal is reported. Only the connect deadline limits it. */
    REFUSAL_BODIES_READ_COMPLETELY,
    /** Pings are answered, but not reported. */
    PINGS_NOT_REPORTED,
    /** Pongs are not reported. */
    PONGS_NOT_REPORTED,
    /** A close frame without a code is reported as 1000. */
    MISSING_CLOSE_CODE_REPORTED_AS_1000,
    /** A masked frame of the server is accepted. */
    MASKED_FRAMES_ACCEPTED,
    /** A frame whose length is encoded in more bytes than necessary is accepted. */
    OVERLONG_LENGTHS_ACCEPTED,
    /** The library waits for a frame that claims more bytes than a message may have. The heartbeat detects it. */
    HUGE_LENGTHS_NOT_REJECTED,
    /** A close code of 5000 or more is reported like any other, although RFC 6455 section 7.4.2 does not define it. */
    UNDEFINED_CLOSE_CODES_REPORTED,
    /** The library does not send Basic credentials to proxies, only those of other schemes. */
    BASIC_CREDENTIALS_NOT_SENT_TO_PROXIES,
    /** If a server ends TCP without an answer, the library repeats the request once before it reports the failure. */
    REQUEST_REPEATED_AFTER_TCP_END,
    /**
     * Bytes after the proxy's answer in the same packet are dropped. They do not end the attempt; if nothing follows,
     * the connect deadline does.
     */
    BYTES_AFTER_PROXY_RESPONSE_DROPPED
}
