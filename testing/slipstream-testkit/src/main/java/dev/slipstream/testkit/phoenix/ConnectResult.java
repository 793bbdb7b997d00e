package dev.slipstream.testkit.phoenix;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How a socket answers a handshake; one that throws instead is answered 500. */
public sealed interface ConnectResult {

    /**
     * The websocket opens.
     *
     * @param socketId what {@link PhoenixInput.Disconnect} can name it by, as {@code id/1} of a Phoenix socket
     */
    record Accepted(Optional<String> socketId) implements ConnectResult {}

    /**
     * An HTTP answer instead.
     *
     * @param headers beside those that the HTTP server adds
     */
    record Refused(int status, Map<String, List<String>> headers, String body) implements ConnectResult {

        public Refused {
            if (status < 200 || status > 599) {
                throw new IllegalArgumentException("a refusal is an HTTP status of 200 to 599, not " + status);
            }
            headers = new LinkedHashMap<>(headers);
        }
    }

    /** Accepts a client that has no name. */
    static ConnectResult ok() {
        return new Accepted(Optional.empty());
    }

    /** Accepts a client and names its connection. */
    static ConnectResult ok(String socketId) {
        return new Accepted(Optional.of(socketId));
    }

    /** Refuses with 403 and no body, as Phoenix answers {@code :error}. */
    static ConnectResult refused() {
        return refused(403);
    }

    /** Refuses with this status and no body. */
    static ConnectResult refused(int status) {
        return new Refused(status, Map.of(), "");
    }

    /** Refuses with this answer, one value for each header. */
    static ConnectResult refused(int status, Map<String, String> headers, String body) {
        Map<String, List<String>> lines = new LinkedHashMap<>();
        headers.forEach((name, value) -> lines.put(name, List.of(value)));
        return new Refused(status, lines, body);
    }
}
