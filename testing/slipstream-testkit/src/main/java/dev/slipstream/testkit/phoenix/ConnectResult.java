package dev.slipstream.testkit.phoenix;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A socket's answer to a handshake. If the socket throws instead, the answer is status 500. */
public sealed interface ConnectResult {

    /**
     * The websocket opens.
     *
     * @param socketId identifies the connection for {@link PhoenixInput.Disconnect}, like {@code id/1} in Phoenix
     */
    record Accepted(Optional<String> socketId) implements ConnectResult {}

    /**
     * The websocket does not open, and the server answers with this HTTP response.
     *
     * @param headers added to the headers of the HTTP server
     */
    record Refused(int status, Map<String, List<String>> headers, String body) implements ConnectResult {

        public Refused {
            if (status < 200 || status > 599) {
                throw new IllegalArgumentException("a refusal is an HTTP status of 200 to 599, not " + status);
            }
            headers = new LinkedHashMap<>(headers);
        }
    }

    /** Accepts a client. Its connection has no socket id. */
    static ConnectResult ok() {
        return new Accepted(Optional.empty());
    }

    /** Accepts a client and gives its connection this socket id. */
    static ConnectResult ok(String socketId) {
        return new Accepted(Optional.of(socketId));
    }

    /** Refuses with 403 and no body, like {@code :error} in Phoenix. */
    static ConnectResult refused() {
        return refused(403);
    }

    /** Refuses with this status and no body. */
    static ConnectResult refused(int status) {
        return new Refused(status, Map.of(), "");
    }

    /** Refuses with this response. Each header has one value. */
    static ConnectResult refused(int status, Map<String, String> headers, String body) {
        Map<String, List<String>> lines = new LinkedHashMap<>();
        headers.forEach((name, value) -> lines.put(name, List.of(value)));
        return new Refused(status, lines, body);
    }
}
