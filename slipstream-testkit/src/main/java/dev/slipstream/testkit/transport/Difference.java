package dev.slipstream.testkit.transport;

/**
 * Where a websocket library may depart from {@link TransportContract}, because nobody above the port could do anything
 * about it.
 *
 * <p>A transport lists those that it has; one it lists must show, and one it does not list must not.
 */
public enum Difference {
    /** The library adds a User-Agent to the request. */
    USER_AGENT_ADDED,
    /** The header lines of the answer that opened the websocket are not reported. */
    OPENING_HEADERS_UNTOLD,
    /** An answer whose Connection line lists more than Upgrade, which RFC 6455 section 4.1 allows, is refused. */
    CONNECTION_LISTS_REFUSED,
    /** Of a refusal only the status is reported, neither headers nor body. */
    REFUSAL_STATUS_ALONE,
    /** A refusal's body is read to its end before the refusal is reported; what bounds it is the connect deadline. */
    REFUSALS_READ_WHOLE,
    /** Pings are answered, and not reported. */
    PINGS_UNTOLD,
    /** Pongs are not reported. */
    PONGS_UNTOLD,
    /** A close frame without a code is reported as 1000. */
    NO_STATUS_IS_1000,
    /** A server's masked frame is taken as if it were none. */
    MASKED_FRAMES_TAKEN,
    /** A frame's length may be written longer than need be. */
    LONG_LENGTHS_TAKEN,
    /** A frame that claims more bytes than any message may have is waited for: what finds it out is the heartbeat. */
    HUGE_LENGTHS_AWAITED,
    /** A close code of 5000 or more, which RFC 6455 section 7.4.2 gives to nobody, is reported as any other. */
    UNASSIGNED_CODES_TOLD,
    /** The library keeps Basic credentials from proxies, other schemes it does not. */
    BASIC_KEPT_FROM_PROXIES,
    /** A server that ends TCP without a byte of answer is asked once more, at once, before the failure is told. */
    SILENT_END_TRIED_TWICE,
    /**
     * Bytes in the packet of the proxy's answer, behind it, are dropped. They end no attempt: if nothing else comes, the
     * connect deadline does.
     */
    TUNNELS_FIRST_BYTES_DROPPED
}
