package dev.slipstream.core;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One websocket of a client: its number and the response headers of its handshake.
 *
 * <p>Two connections are equal if their numbers are equal.
 *
 * @param number 1 for the client's first attempt to connect; each further attempt adds 1
 * @param headers the response headers, names in lower case; empty until the websocket is open, and always empty if the
 *     transport does not report headers
 */
public record Connection(int number, Map<String, List<String>> headers) {

    public Connection {
        headers = headers.isEmpty() ? Collections.emptyMap() : copied(headers);
    }

    static Map<String, List<String>> copied(Map<String, List<String>> headers) {
        Map<String, List<String>> copy = new LinkedHashMap<>();
        headers.forEach((name, values) -> copy.put(name, List.copyOf(values)));
        return Collections.unmodifiableMap(copy);
    }

    /** Returns a connection with this number and without response headers. */
    public static Connection numbered(int number) {
        return new Connection(number, Collections.emptyMap());
    }

    /**
     * The compression that the server accepted, as the server wrote it in {@code Sec-WebSocket-Extensions}, such as
     * {@code permessage-deflate; server_max_window_bits=10}. Empty if messages are not compressed, because the
     * configuration does not ask for {@link Configuration#compression()} or the server declined.
     */
    public Optional<String> compression() {
        List<String> chosen = headers.getOrDefault("sec-websocket-extensions", List.of());
        return chosen.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", chosen));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Connection that && number == that.number;
    }

    @Override
    public int hashCode() {
        return number;
    }

    /** Prints only the number, because headers may hold cookies. */
    @Override
    public String toString() {
        return "connection " + number;
    }
}
