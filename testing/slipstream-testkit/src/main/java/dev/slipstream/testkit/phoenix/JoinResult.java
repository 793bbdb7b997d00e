package dev.slipstream.testkit.phoenix;

import java.util.Map;

/** How a channel answers a join; one that throws instead is answered {@code join crashed}. */
public sealed interface JoinResult {

    /** {@code {:ok, response, socket}}: the client is in. */
    record Joined(Object response) implements JoinResult {}

    /** {@code {:error, response}}: it is not, and the channel is gone. */
    record Refused(Object response) implements JoinResult {}

    /** Lets the client in, the response being {@code {}}. */
    static JoinResult ok() {
        return ok(Map.of());
    }

    /**
     * Lets the client in.
     *
     * @param response what the JSON library can write, or a {@code byte[]}
     */
    static JoinResult ok(Object response) {
        return new Joined(response);
    }

    /**
     * Keeps the client out.
     *
     * @param response what the JSON library can write, or a {@code byte[]}
     */
    static JoinResult error(Object response) {
        return new Refused(response);
    }
}
