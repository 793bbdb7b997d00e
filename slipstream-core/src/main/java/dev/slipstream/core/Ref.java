package dev.slipstream.core;

/**
 * The id of a message that the client sends. The server's reply repeats the id.
 *
 * <p>Refs are unique in the life of a client, so a late reply of an earlier connection cannot answer a newer request.
 * The prefix of a ref shows which part of the client made the ref:
 *
 * <ul>
 *   <li>{@code 7}, without a prefix: a socket in a callback
 *   <li>{@code r7}: the client, for an automatic retry
 *   <li>{@code c7}: the connection, for a heartbeat or for the leave after a join timeout
 *   <li>{@code s7}: a session
 *   <li>{@code o7}: a request of another thread that the client never took; only observations show such a ref
 * </ul>
 *
 * @param value the text on the wire; a text frame holds the ref as a JSON string
 */
public record Ref(String value) {

    public Ref {
        if (value.isEmpty()) {
            throw new IllegalArgumentException("a ref cannot be empty: an empty ref means 'absent' in binary frames");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
