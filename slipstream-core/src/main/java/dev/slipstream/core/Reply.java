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
     * {@link TopicCloseReason.JoinRefused}. In addition to the strings that are hidden in a refused join, {@code ***}
     * replaces the strings and numbers of the request's payload. To find them, the client keeps the payload until the
     * reply arrives. It does not keep a payload of more than 64 KiB, or a payload with which all kept payloads together
     * would exceed 1 MiB. Without a kept payload, and for a plain push, {@code toString} shows only kind and size of
     * the response.
     */
    record Error(Payload response) implements Reply {}

    /** The server answered with another status: Phoenix allows any atom. */
    record Other(String status, Payload response) implements Reply {}

    /**
     * There is no valid reply. If a reply still arrives later, the client drops it.
     *
     * @param failure the cause
     * @param maybeSent whether the push may have reached the server. If false, you can push the message again without
     *     the risk that the server receives it twice
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
