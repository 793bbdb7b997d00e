package dev.slipstream.testkit.phoenix;

import java.util.Map;

/** A channel's answer to a join. If the channel throws instead, the answer is the error {@code join crashed}. */
public sealed interface JoinResult {

    /** The join is accepted, like {@code {:ok, response, socket}}. */
    record Joined(Object response) implements JoinResult {}

    /** The join is refused and the channel ends, like {@code {:error, response}}. */
    record Refused(Object response) implements JoinResult {}

    /** Accepts a join with the response {@code {}}. */
    static JoinResult ok() {
        return ok(Map.of());
    }

    /**
     * Accepts a join.
     *
     * @param response a value that the JSON library can write, or a {@code byte[]}
     */
    static JoinResult ok(Object response) {
        return new Joined(response);
    }

    /**
     * Refuses a join.
     *
     * @param response a value that the JSON library can write, or a {@code byte[]}
     */
    static JoinResult error(Object response) {
        return new Refused(response);
    }
}
