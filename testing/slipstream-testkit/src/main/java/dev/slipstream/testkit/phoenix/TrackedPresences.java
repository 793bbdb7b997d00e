package dev.slipstream.testkit.phoenix;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The metas that are tracked on one topic, in the order in which the channels first tracked them. Immutable. */
record TrackedPresences(List<TrackedMeta> metas) {

    static final TrackedPresences NONE = new TrackedPresences(List.of());

    TrackedPresences {
        metas = List.copyOf(metas);
    }

    /** The meta that a channel process tracks under a key. */
    Optional<TrackedMeta> find(int channel, String key) {
        return metas.stream().filter(meta -> meta.isOf(channel, key)).findFirst();
    }

    /** Returns the presences after a change. A new version of a meta takes the place of the old version in the list. */
    TrackedPresences after(PresenceDiff diff) {
        List<TrackedMeta> next = new ArrayList<>();
        List<TrackedMeta> joins = new ArrayList<>(diff.joins());
        for (TrackedMeta meta : metas) {
            Optional<TrackedMeta> replacement =
                    joins.stream().filter(meta::isVersionOf).findFirst();
            replacement.ifPresent(joins::remove);
            if (replacement.isPresent() || !diff.leaves().contains(meta)) {
                next.add(replacement.orElse(meta));
            }
        }
        next.addAll(joins);
        return new TrackedPresences(next);
    }

    /** The change when this channel process ends: all its metas leave. */
    PresenceDiff endOf(int channel) {
        return PresenceDiff.untrack(
                metas.stream().filter(meta -> meta.channel() == channel).toList());
    }

    /** Groups metas by key: {@code {"ann": {"metas": [{"phx_ref": "F000000000000001"}]}}}. Each call makes a copy. */
    static Map<String, Map<String, Object>> byKey(List<TrackedMeta> metas) {
        Map<String, List<Map<String, Object>>> lists = new LinkedHashMap<>();
        metas.forEach(meta ->
                lists.computeIfAbsent(meta.key(), key -> new ArrayList<>()).add(new LinkedHashMap<>(meta.meta())));
        Map<String, Map<String, Object>> presences = new LinkedHashMap<>();
        lists.forEach((key, list) -> presences.put(key, new LinkedHashMap<>(Map.of("metas", list))));
        return presences;
    }
}
