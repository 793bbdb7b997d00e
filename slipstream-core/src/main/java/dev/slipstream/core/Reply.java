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
     * The server answered {@code error}; the channel defines the meaning. The {@code toString} of the response to a
     * request shows what the server said, like the response in {@link TopicCloseReason.JoinRefused}. It shows
     * {@code ***} also instead of the strings of the request's payload. It shows only kind and size if that payload has
     * more than 64 KiB, or if more than 1 MiB of payloads waited for replies. The response to a plain push always shows
     * only kind and size.
     */
    record Error(Payload response) implements Reply {}

    /** The server answered with another status: Phoenix allows any atom. */
    record Other(String status, Payload response) implements Reply {}

    /**
     * No reply arrived, and none can arrive later.
     *
     * @param failure the cause
     * @param maybeSent whether the push may have reached the server; if false, you can send it again, and the server
     *     cannot receive it twice
     */
    record Lost(Failure failure, boolean maybeSent) implements Reply {}

    /** Returns the reply for a status word. */
    static Reply of(String status, Payload response) {
        return switch (status) {
            case "ok" -> new Ok(response);
            case "error" -> new Error(response);
            case String other -> new Other(other, response);
        };
    }
}
