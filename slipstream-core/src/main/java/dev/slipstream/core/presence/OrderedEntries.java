package dev.slipstream.core.presence;

import dev.slipstream.core.state.PersistentMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The entries of a {@link Presences}, by key and in order of arrival. Two immutable trees with structural sharing hold
 * the entries.
 *
 * <p>If there are n keys, a change of one key takes O(log n) steps. The keys of the trees are compared and not hashed,
 * so hostile keys do not make a change slower.
 *
 * @param arrivals the number of each key; each new key gets the next number
 * @param entries the entry of each key, by the number of the key
 * @param next the number of the next new key
 */
record OrderedEntries(PersistentMap<String, Long> arrivals, PersistentMap<Long, PresenceEntry> entries, long next) {

    static final OrderedEntries NONE = new OrderedEntries(PersistentMap.empty(), PersistentMap.empty(), 0);

    int size() {
        return entries.size();
    }

    @Nullable
    PresenceEntry get(String key) {
        Long arrival = arrivals.get(key);
        return arrival == null ? null : entries.get(arrival);
    }

    /** Adds an entry at the end, or replaces the entry with this key in its place. */
    OrderedEntries with(PresenceEntry entry) {
        Long arrival = arrivals.get(entry.key());
        return arrival == null
                ? new OrderedEntries(arrivals.with(entry.key(), next), entries.with(next, entry), next + 1)
                : new OrderedEntries(arrivals, entries.with(arrival, entry), next);
    }

    OrderedEntries without(String key) {
        Long arrival = arrivals.get(key);
        return arrival == null ? this : new OrderedEntries(arrivals.without(key), entries.without(arrival), next);
    }

    /** Visits the entries in order of arrival. */
    void forEach(Consumer<PresenceEntry> visitor) {
        entries.forEach((arrival, entry) -> visitor.accept(entry));
    }
}
