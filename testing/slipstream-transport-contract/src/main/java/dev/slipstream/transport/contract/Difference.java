package dev.slipstream.transport.contract;

/**
 * A behavior of a websocket library that differs from {@link TransportContract}, and that a transport cannot correct.
 *
 * <p>The tests of a transport list the differences of its library. A listed difference must occur, and an unlisted
 * difference must not occur.
 */
public enum Difference {
    /** The library adds a User-Agent to the request. */
    USER_AGENT_ADDED,
    /** A host name with an underscore is refused, although DNS finds it. */
    UNDERSCORE_HOSTS_REFUSED,
    /** The headers of the response that opened the websocket are not reported. */
    RESPONSE_HEADERS_NOT_REPORTED,
    /**
     * A response is refused if its Connection header lists more than Upgrade, although RFC 6455 section 4.1 allows such
     * a list.
     */
    CONNECTION_HEADER_LISTS_REFUSED,
    /** A refusal is reported with its status only, without headers and body. */
    ONLY_REFUSAL_STATUS_REPORTED,
    /** A refusal is reported only after its whole body was read, or at the connect deadline. */
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
    /**
     * A frame that announces more bytes than a message may have is not rejected. The library waits for the bytes until
     * the heartbeat ends the connection.
     */
    HUGE_LENGTHS_NOT_REJECTED,
    /** A close code of 5000 or more is reported, although RFC 6455 section 7.4.2 does not define such codes. */
    UNDEFINED_CLOSE_CODES_REPORTED,
    /** An attempt to connect through a SOCKS proxy fails. */
    SOCKS_PROXIES_REFUSED,
    /** The library sends no Basic credentials to proxies. It sends credentials of other schemes. */
    BASIC_CREDENTIALS_NOT_SENT_TO_PROXIES,
    /** If a server ends TCP without a response, the library repeats the request once before it reports the failure. */
    REQUEST_REPEATED_AFTER_TCP_END,
    /**
     * Bytes after the proxy's response, in the same packet, are dropped and do not end the attempt. If nothing else
     * arrives, the connect deadline ends the attempt.
     */
    BYTES_AFTER_PROXY_RESPONSE_DROPPED
}
