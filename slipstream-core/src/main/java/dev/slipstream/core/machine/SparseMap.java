package dev.slipstream.core.machine;

import java.util.AbstractMap;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A map in insertion order that uses little memory until it has two entries. Most maps of a client hold at most one
 * entry, and a JVM may have many clients. Keys and values are never null. The views of keys, values and entries are
 * read-only until a second entry is added.
 */
public final class SparseMap<K, V> extends AbstractMap<K, V> {

    private static final SparseMap<?, ?> NONE = new SparseMap<>();

    /** The key of the only entry; null if the map is empty or {@link #entries} is not null. */
    private @Nullable K onlyKey;

    private @Nullable V onlyValue;

    /** All entries, from the addition of a second entry until {@link #clear}; otherwise null. */
    private @Nullable LinkedHashMap<K, V> entries;

    /** Returns the shared empty map, which never changes. Use {@link #with} to add an entry. */
    @SuppressWarnings("unchecked") // the map is empty
    public static <K, V> SparseMap<K, V> none() {
        return (SparseMap<K, V>) NONE;
    }

    /**
     * Adds an entry. Returns the map that the caller must use from now on: a new map if this is {@link #none},
     * otherwise this map.
     */
    public SparseMap<K, V> with(K key, V value) {
        SparseMap<K, V> map = isNone() ? new SparseMap<>() : this;
        map.put(key, value);
        return map;
    }

    /**
     * Removes an entry. Returns the map that the caller must use from now on: {@link #none} if no entry is left,
     * otherwise this map.
     */
    public SparseMap<K, V> without(K key) {
        remove(key);
        return isEmpty() ? none() : this;
    }

    @Override
    public @Nullable V get(@Nullable Object key) {
        LinkedHashMap<K, V> made = entries;
        if (made != null) {
            return made.get(key);
        }
        return isOnly(key) ? onlyValue : null;
    }

    @Override
    public boolean containsKey(@Nullable Object key) {
        return get(key) != null;
    }

    @Override
    public @Nullable V put(K key, V value) {
        if (isNone()) {
            throw new UnsupportedOperationException("the shared empty map cannot change; use with()");
        }
        LinkedHashMap<K, V> made = entries;
        if (made != null) {
            return made.put(key, value);
        }
        K first = onlyKey;
        V before = onlyValue;
        if (first == null || before == null || first.equals(key)) {
            onlyKey = first == null ? key : first;
            onlyValue = value;
            return before;
        }
        made = new LinkedHashMap<>();
        made.put(first, before);
        drop();
        made.put(key, value);
        entries = made;
        return null;
    }

    @Override
    public @Nullable V remove(@Nullable Object key) {
        LinkedHashMap<K, V> made = entries;
        if (made != null) {
            return made.remove(key);
        }
        V before = onlyValue;
        if (!isOnly(key)) {
            return null;
        }
        drop();
        return before;
    }

    /** The entry that was added first; null if there is none. */
    public Map.@Nullable Entry<K, V> firstEntry() {
        LinkedHashMap<K, V> made = entries;
        if (made != null) {
            return made.firstEntry();
        }
        K key = onlyKey;
        V value = onlyValue;
        return key == null || value == null ? null : Map.entry(key, value);
    }

    /** Removes and returns the entry that was added first; null if there is none. */
    public Map.@Nullable Entry<K, V> pollFirstEntry() {
        Map.Entry<K, V> first = firstEntry();
        if (first != null) {
            remove(first.getKey());
        }
        return first;
    }

    @Override
    public int size() {
        LinkedHashMap<K, V> made = entries;
        if (made != null) {
            return made.size();
        }
        return onlyKey == null ? 0 : 1;
    }

    @Override
    public void clear() {
        if (!isNone()) { // the shared empty map must not change
            entries = null;
            drop();
        }
    }

    @Override
    public Set<Map.Entry<K, V>> entrySet() {
        LinkedHashMap<K, V> made = entries;
        if (made != null) {
            return made.entrySet();
        }
        Map.Entry<K, V> only = firstEntry();
        return only == null ? Collections.emptySet() : Collections.singleton(only);
    }

    @SuppressWarnings("ReferenceEquality") // another empty map is not the shared one
    private boolean isNone() {
        return this == NONE;
    }

    private boolean isOnly(@Nullable Object key) {
        return onlyKey != null && onlyKey.equals(key);
    }

    private void drop() {
        onlyKey = null;
        onlyValue = null;
    }
}
