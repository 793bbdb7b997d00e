package dev.slipstream.core.presence;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/** The metas and extras of one key while a state or diffs are applied. All diffs change the same copy of the metas. */
final class KeyFold {

    private final String key;
    private final @Nullable PresenceEntry before;
    private final SequencedMap<String, PresenceMeta> metas;
    private KeptJson extras;

    /**
     * Begins with the entry of a key.
     *
     * @param before the entry before the state or diffs; null if the key was not present
     * @param empty the extras of a key that was not present: the empty object
     */
    KeyFold(String key, @Nullable PresenceEntry before, KeptJson empty) {
        this.key = key;
        this.before = before;
        this.metas = byRef(before);
        this.extras = before == null ? empty : before.keptExtras();
    }

    private static SequencedMap<String, PresenceMeta> byRef(@Nullable PresenceEntry entry) {
        SequencedMap<String, PresenceMeta> metas = new LinkedHashMap<>();
        if (entry != null) {
            entry.metas().forEach(meta -> metas.put(meta.ref(), meta));
        }
        return metas;
    }

    /** Adds metas. A meta with a known ref replaces the old meta in its place; other metas go to the end. */
    void join(SequencedMap<String, PresenceMeta> joined, KeptJson newExtras) {
        joined.forEach((ref, meta) -> metas.merge(ref, meta, (old, same) -> old.equals(same) ? old : same));
        extras = newExtras;
    }

    /** Removes metas by their refs. */
    void leave(SequencedMap<String, PresenceMeta> left) {
        left.keySet().forEach(metas::remove);
    }

    /** Replaces all metas with the metas of a state. Known refs keep their places. */
    void become(SequencedMap<String, PresenceMeta> present, KeptJson newExtras) {
        metas.keySet().removeIf(ref -> !present.containsKey(ref));
        join(present, newExtras);
    }

    /** Removes all metas. */
    void clear() {
        metas.clear();
    }

    /**
     * The change from the entry {@code before}; null if the extras and the metas are equal. The order of the metas does
     * not count.
     */
    @Nullable
    PresenceChange change() {
        SequencedMap<String, PresenceMeta> old = byRef(before);
        if (old.equals(metas) && (before == null || before.keptExtras().hasValueOf(extras))) {
            return null;
        }
        Optional<PresenceEntry> after =
                metas.isEmpty() ? Optional.empty() : Optional.of(new PresenceEntry(key, metas.values(), extras));
        return new PresenceChange(key, Optional.ofNullable(before), after, others(metas, old), others(old, metas));
    }

    private static List<PresenceMeta> others(
            SequencedMap<String, PresenceMeta> metas, SequencedMap<String, PresenceMeta> known) {
        List<PresenceMeta> others = new ArrayList<>();
        metas.forEach((ref, meta) -> {
            if (!known.containsKey(ref)) {
                others.add(meta);
            }
        });
        return others;
    }
}
