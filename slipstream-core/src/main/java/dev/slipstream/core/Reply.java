package dev.slipstream.core;

/**
 * The answer of the server to a push, or its absence.
 *
 * <p>On the wire an answer is {@code {"status": "ok", "response": ...}} under the event {@code phx_reply}; the response
 * may be any JSON value, or bytes. One switch covers answers and their absence.
 */
public sealed interface Reply {

    /** The server answered {@code ok}. */
    record Ok(Payload response) implements Reply {}

    /** The server answered {@code error}; what that means is the channel's to say. */
    record Error(Payload response) implements Reply {}

    /** The server answered with a word of its own: any atom is a legal status in Phoenix. */
    record Other(String status, Payload response) implements Reply {}

    /**
     * No answer came, or none can come any more.
     *
     * @param failure why
     * @param maybeSent whether the push may have reached the server; if false it certainly did not, and can be sent
     *     again without fear of doing it twice
     */
    record Lost(Failure failure, boolean maybeSent) implements Reply {}

    /** Returns the reply that a status word stands for. */
    static Reply of(String status, Payload response) {
        return switch (status) {
            case "ok" -> new Ok(response);
            case "error" -> new Error(response);
            case String other -> new Other(other, response);
        };
    }
}
