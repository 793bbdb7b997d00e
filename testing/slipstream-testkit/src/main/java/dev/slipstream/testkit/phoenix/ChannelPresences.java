package dev.slipstream.testkit.phoenix;

import dev.slipstream.core.Payload;
import dev.slipstream.core.TypeRef;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The presences of a topic during one callback of a channel: the presences of the tracker, with the changes that this
 * callback made. The channel applies these changes to the tracker after the callback.
 */
final class ChannelPresences {

    private final String topic;
    private final int channel;
    private final PresenceTracker tracker;
    private TrackedPresences presences;

    ChannelPresences(String topic, int channel, PresenceTracker tracker) {
        this.topic = topic;
        this.channel = channel;
        this.tracker = tracker;
        this.presences = tracker.of(topic);
    }

    PresenceDiff track(String key, Payload meta) {
        if (find(key).isPresent()) {
            throw new IllegalStateException(
                    "cannot track \"" + key + "\" on " + topic + ": this channel tracks it already; call update");
        }
        return changed(PresenceDiff.track(TrackedMeta.first(channel, key, tracker.nextRef(), members(meta))));
    }

    PresenceDiff update(String key, Payload meta) {
        TrackedMeta before = find(key)
                .orElseThrow(() -> new IllegalStateException("cannot update \"" + key + "\" on " + topic
                        + ": this channel does not track it; call track first"));
        return changed(PresenceDiff.update(before, before.updated(tracker.nextRef(), members(meta))));
    }

    /** Stops tracking a key. Returns the change, or empty if this channel does not track the key. */
    Optional<PresenceDiff> untrack(String key) {
        return find(key).map(meta -> changed(PresenceDiff.untrack(List.of(meta))));
    }

    Payload state() {
        return tracker.state(topic, presences);
    }

    private Optional<TrackedMeta> find(String key) {
        return presences.find(channel, key);
    }

    private PresenceDiff changed(PresenceDiff diff) {
        presences = presences.after(diff);
        return diff;
    }

    private Map<String, Object> members(Payload meta) {
        if (!(meta instanceof Payload.Json && meta.text().stripLeading().startsWith("{"))) {
            throw new IllegalArgumentException("the meta of a presence is a JSON object, on " + topic);
        }
        return meta.as(new TypeRef<>() {});
    }
}
