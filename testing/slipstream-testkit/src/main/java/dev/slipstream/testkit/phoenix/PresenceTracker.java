package dev.slipstream.testkit.phoenix;

import dev.slipstream.core.Encoder;
import dev.slipstream.core.Payload;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The presences of all topics of one server, like {@code Phoenix.Tracker} with {@code Phoenix.Presence} on one node. A
 * counter makes the refs, so each run of a test has the same refs.
 */
final class PresenceTracker {

    private final PresenceFetch fetch;
    private final Encoder encoder;
    private final Map<String, TrackedPresences> topics = new LinkedHashMap<>();
    private long refs;

    PresenceTracker(PresenceFetch fetch, Encoder encoder) {
        this.fetch = fetch;
        this.encoder = encoder;
    }

    /** Returns a new {@code phx_ref}. It has 16 characters, like a ref of Phoenix. */
    String nextRef() {
        refs++;
        return "F%015d".formatted(refs);
    }

    TrackedPresences of(String topic) {
        return topics.getOrDefault(topic, TrackedPresences.NONE);
    }

    void apply(String topic, PresenceDiff diff) {
        TrackedPresences after = of(topic).after(diff);
        if (after.metas().isEmpty()) {
            topics.remove(topic);
        } else {
            topics.put(topic, after);
        }
    }

    /** The payload of {@code presence_state}. */
    Payload state(String topic, TrackedPresences presences) {
        return encoder.encode(fetch.fetch(topic, TrackedPresences.byKey(presences.metas())));
    }

    /** The payload of {@code presence_diff}. */
    Payload diff(String topic, PresenceDiff diff) {
        Map<String, Object> payload = new LinkedHashMap<>();
        payload.put("joins", fetch.fetch(topic, TrackedPresences.byKey(diff.joins())));
        payload.put("leaves", fetch.fetch(topic, TrackedPresences.byKey(diff.leaves())));
        return encoder.encode(payload);
    }
}
