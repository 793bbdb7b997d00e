package dev.slipstream.testkit.phoenix;

import java.util.Map;

/**
 * Adds members to presences before clients receive them, like {@code fetch/2} of a {@code Phoenix.Presence} module.
 * {@link Endpoint#withPresenceFetch} sets this function.
 *
 * <p>The function runs whenever a channel lists its presences. It also runs twice for each diff: once for the joins and
 * once for the leaves, even if the joins or the leaves are empty. If the function throws for a list, the channel that
 * lists the presences crashes. If the function throws for a diff, no client receives this diff.
 */
@FunctionalInterface
public interface PresenceFetch {

    /**
     * Returns the presences, by key, that clients receive as JSON. The function may change the argument and return it.
     * For example, it returns:
     *
     * <pre>{@code {"ann": {"metas": [{"phx_ref": "F000000000000001"}], "user": {"name": "Ann"}}}}</pre>
     *
     * @param presences a copy of the presences, by key. Each value has the member {@code metas}, a list of objects
     */
    Map<String, ?> fetch(String topic, Map<String, Map<String, Object>> presences);
}
