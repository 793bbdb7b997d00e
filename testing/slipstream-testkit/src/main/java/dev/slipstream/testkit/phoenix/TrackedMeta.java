package dev.slipstream.testkit.phoenix;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The meta that one channel process tracks under one key.
 *
 * @param channel the number of the channel process
 * @param ref the {@code phx_ref}, which identifies this version of the meta
 * @param meta the JSON object that clients receive. It has {@code phx_ref} and the app's members, and after an update
 *     {@code phx_ref_prev}
 */
record TrackedMeta(int channel, String key, String ref, Map<String, Object> meta) {

    private static final String REF = "phx_ref";
    private static final String PREVIOUS_REF = "phx_ref_prev";

    TrackedMeta {
        meta = Collections.unmodifiableMap(new LinkedHashMap<>(meta));
    }

    /** Returns the first meta of a process under a key. If the members have a {@code phx_ref}, it is ignored. */
    static TrackedMeta first(int channel, String key, String ref, Map<String, ?> members) {
        Map<String, Object> meta = new LinkedHashMap<>();
        meta.put(REF, ref);
        members.forEach(meta::putIfAbsent);
        return new TrackedMeta(channel, key, ref, meta);
    }

    /** Returns the meta that replaces this meta. It keeps only the ref of this meta, as {@code phx_ref_prev}. */
    TrackedMeta updated(String nextRef, Map<String, ?> members) {
        Map<String, Object> next = new LinkedHashMap<>();
        next.put(REF, nextRef);
        next.put(PREVIOUS_REF, ref);
        members.forEach(next::putIfAbsent);
        return new TrackedMeta(channel, key, nextRef, next);
    }

    /** Whether one process tracks both metas under one key, so that the later meta replaces the earlier one. */
    boolean isVersionOf(TrackedMeta other) {
        return isOf(other.channel, other.key);
    }

    /** Whether the channel process with this number tracks this meta under the key {@code name}. */
    boolean isOf(int number, String name) {
        return channel == number && key.equals(name);
    }
}
