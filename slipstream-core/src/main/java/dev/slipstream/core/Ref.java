package dev.slipstream.core;

/**
 * The id of a message that the client sends. The server's reply repeats it.
 *
 * <p>Refs are unique in the life of a client, so a late reply of an earlier connection cannot answer a newer request.
 * The prefix shows the source: {@code 7} is from a socket, {@code r7} from a retry of the client, {@code c7} from the
 * connection (heartbeats, the leave after a join timeout), {@code s7} from a session.
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
