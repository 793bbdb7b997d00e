package dev.slipstream.core;

/**
 * The name of one request on the wire: what a reply is matched by.
 *
 * <p>Refs are unique for the whole life of a client and never restart, so a late reply of an earlier connection cannot
 * answer a newer request. Who allots them shows in their spelling: {@code 7} a token, {@code r7} the client's own
 * retries, {@code c7} the connection itself (heartbeats, the leave after a join timed out), {@code s7} a session.
 *
 * @param value the text as it stands on the wire, a JSON string in every frame
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
