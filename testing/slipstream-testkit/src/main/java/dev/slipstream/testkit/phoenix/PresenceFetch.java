package dev.slipstream.testkit.phoenix;

import java.util.Map;

/**
 * Adds extras to presences before clients receive them, like {@code fetch/2} of a {@code Phoenix.Presence} module. Set
 * it with {@link Endpoint#withPresenceFetch}.
 *
 * <p>The function runs for each list of presences, and for each diff twice: once for its joins and once for its leaves,
 * either of which may be empty. If it throws for a list, the channel that lists crashes. If it throws for a diff, no
 * client receives this diff.
 */
@FunctionalInterface
public interface PresenceFetch {

    /**
     * Returns the JSON that clients receive, by key. The function may change the argument and return it:
     *
     * <pre>{@code {"ann": {"metas": [{"phx_ref": "F000000000000001"}], "user": {"name": "Ann"}}}}</pre>
     *
     * @param presences an object with the member {@code metas} for each key, which is a list of objects; a copy
     */
    Map<String, ?> fetch(String topic, Map<String, Map<String, Object>> presences);
}
