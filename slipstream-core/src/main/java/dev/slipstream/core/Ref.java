package dev.slipstream.core;

/**
 * The id of one request on the wire. Replies are matched by it.
 *
 * <p>Refs are unique for the whole life of a client and never restart, so a late reply of an earlier connection
 * cannot answer a newer request. The spelling shows the source: {@code 7} is from a socket, {@code r7} from the
 * client's own retries, {@code c7} from the connection (heartbeats, the leave after a join timed out), {@code s7}
 * from a session.
 *
 * @param value the text on the wire, a JSON string in every frame
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
