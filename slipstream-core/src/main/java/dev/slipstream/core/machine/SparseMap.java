package dev.slipstream.core.machine;

import java.util.AbstractMap;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A map in the order of insertion that takes hardly any room until something is put into it: of the many that a client has,
 * most stay empty, and there may be many clients.
 */
final class SparseMap<K, V> extends AbstractMap<K, V> {

    private static final int FIRST_ENTRIES = 2;

    private @Nullable LinkedHashMap<K, V> entries;

    @Override
    public @Nullable V get(@Nullable Object key) {
        LinkedHashMap<K, V> made = entries;
        return made == null ? null : made.get(key);
    }

    @Override
    public boolean containsKey(@Nullable Object key) {
        LinkedHashMap<K, V> made = entries;
        return made != null && made.containsKey(key);
    }

    @Override
    public @Nullable V put(K key, V value) {
        LinkedHashMap<K, V> made = entries;
        if (made == null) {
            made = new LinkedHashMap<>(FIRST_ENTRIES);
            entries = made;
        }
        return made.put(key, value);
    }

    @Override
    public @Nullable V remove(@Nullable Object key) {
        LinkedHashMap<K, V> made = entries;
        return made == null ? null : made.remove(key);
    }

    /** The entry that was put in first; null if there is none. */
    Map.@Nullable Entry<K, V> firstEntry() {
        LinkedHashMap<K, V> made = entries;
        return made == null ? null : made.firstEntry();
    }

    /** Takes out the entry that was put in first; null if there is none. */
    Map.@Nullable Entry<K, V> pollFirstEntry() {
        LinkedHashMap<K, V> made = entries;
        return made == null ? null : made.pollFirstEntry();
    }

    @Override
    public int size() {
        LinkedHashMap<K, V> made = entries;
        return made == null ? 0 : made.size();
    }

    @Override
    public void clear() {
        LinkedHashMap<K, V> made = entries;
        if (made != null) {
            made.clear();
        }
    }

    @Override
    public Set<Map.Entry<K, V>> entrySet() {
        LinkedHashMap<K, V> made = entries;
        return made == null ? Collections.emptySet() : made.entrySet();
    }
}
