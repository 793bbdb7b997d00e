package dev.slipstream.core;

/**
 * The outcome of a push: the server's answer, or the reason why there is no answer.
 *
 * <p>On the wire an answer is {@code {"status": "ok", "response": ...}} with the event {@code phx_reply}; the response
 * may be any JSON value, or bytes. One {@code switch} covers all outcomes.
 */
public sealed interface Reply {

    /** The server answered {@code ok}. */
    record Ok(Payload response) implements Reply {}

    /**
     * The server answered {@code error}. The channel defines the meaning of the error.
     *
     * <p>If the push was a request, {@code toString} of the response shows what the server said, as in
     * {@link TopicCloseReason.JoinRefused}. Strings of the request's payload are also replaced by {@code ***}. The
     * client keeps this payload for the replacement, unless the payload has more than 64 KiB, or the kept payloads of
     * all waiting requests would exceed 1 MiB. Without this payload, and for a plain push, {@code toString} shows only
     * kind and size of the response.
     */
    record Error(Payload response) implements Reply {}

    /** The server answered with another status: Phoenix allows any atom. */
    record Other(String status, Payload response) implements Reply {}

    /**
     * There is no valid reply. If a reply arrives later, the client drops this reply.
     *
     * @param failure the cause
     * @param maybeSent whether the push may have reached the server. If false, you can push the same message again, and
     *     the server receives it only once
     */
    record Lost(Failure failure, boolean maybeSent) implements Reply {}

    /** Returns the reply with this status and response. */
    static Reply of(String status, Payload response) {
        return switch (status) {
            case "ok" -> new Ok(response);
            case "error" -> new Error(response);
            case String other -> new Other(other, response);
        };
    }
}
