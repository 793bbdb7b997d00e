package dev.slipstream.core.machine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is due when: a heap whose entries know their place, so that taking one back costs as little as setting it.
 *
 * <p>Deadlines of the same instant are due in the order in which they were set.
 *
 * @param <A> what is to be done
 */
final class Deadlines<A> {

    /** One deadline, for taking it back. */
    static final class Entry<A> {

        private final Duration at;
        private final long order;
        private final A alarm;
        private int index;

        private Entry(Duration at, long order, A alarm) {
            this.at = at;
            this.order = order;
            this.alarm = alarm;
        }

        Duration at() {
            return at;
        }

        @Override
        public String toString() {
            return alarm + " at " + at;
        }
    }

    private final List<Entry<A>> heap = new ArrayList<>(0);
    private long nextOrder;

    Entry<A> set(Duration at, A alarm) {
        Entry<A> entry = new Entry<>(at, nextOrder++, alarm);
        entry.index = heap.size();
        heap.add(entry);
        rise(entry);
        return entry;
    }

    /** Takes a deadline back; one that is due, taken back or null already is left as it is. */
    void cancel(@Nullable Entry<A> entry) {
        if (entry == null || entry.index < 0) {
            return;
        }
        int hole = entry.index;
        entry.index = -1;
        Entry<A> last = heap.remove(heap.size() - 1);
        if (last != entry) {
            place(last, hole);
            rise(last);
            sink(last);
        }
    }

    /** Takes out the earliest alarm that is due, if one is. */
    @Nullable
    A poll(Duration now) {
        if (heap.isEmpty() || heap.get(0).at.compareTo(now) > 0) {
            return null;
        }
        Entry<A> due = heap.get(0);
        cancel(due);
        return due.alarm;
    }

    /** When the earliest one is due. */
    @Nullable
    Duration next() {
        return heap.isEmpty() ? null : heap.get(0).at;
    }

    int size() {
        return heap.size();
    }

    /** Takes all of them back. */
    void clear() {
        heap.forEach(entry -> entry.index = -1);
        heap.clear();
    }

    private void rise(Entry<A> entry) {
        while (entry.index > 0) {
            Entry<A> parent = heap.get((entry.index - 1) / 2);
            if (!isBefore(entry, parent)) {
                return;
            }
            swap(entry, parent);
        }
    }

    private void sink(Entry<A> entry) {
        while (2 * entry.index + 1 < heap.size()) {
            Entry<A> child = heap.get(2 * entry.index + 1);
            if (child.index + 1 < heap.size() && isBefore(heap.get(child.index + 1), child)) {
                child = heap.get(child.index + 1);
            }
            if (!isBefore(child, entry)) {
                return;
            }
            swap(entry, child);
        }
    }

    private boolean isBefore(Entry<A> entry, Entry<A> other) {
        return compare(entry, other) < 0;
    }

    private static int compare(Entry<?> entry, Entry<?> other) {
        int times = entry.at.compareTo(other.at);
        return times != 0 ? times : Long.compare(entry.order, other.order);
    }

    private void swap(Entry<A> one, Entry<A> other) {
        int index = one.index;
        place(one, other.index);
        place(other, index);
    }

    private void place(Entry<A> entry, int index) {
        heap.set(index, entry);
        entry.index = index;
    }

    @Override
    public String toString() {
        return heap.stream().sorted(Deadlines::compare).toList().toString();
    }
}
