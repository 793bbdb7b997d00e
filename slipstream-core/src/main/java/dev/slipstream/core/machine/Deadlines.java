package dev.slipstream.core.machine;

import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What is due when: a heap whose entries know their place, so that taking one back costs as little as setting it.
 *
 * <p>Deadlines of the same instant are due in the order in which they were set.
 *
 * @param <A> what is to be done
 */
final class Deadlines<A> {

    /** One deadline, for taking it back. What there are many of may be one itself, and so its own alarm. */
    static class Entry<A> {

        private long at;
        private long order;
        private @Nullable A timer;
        private int index = -1;

        /** Makes one that is not set. Without an alarm it must be one. */
        Entry() {}

        @SuppressWarnings({"unchecked", "NullAway"}) // without an alarm it is an A
        private A timer() {
            return timer == null ? (A) this : timer;
        }

        Duration at() {
            return Duration.ofNanos(at);
        }
    }

    /** Later than any deadline. */
    static final long NEVER = Long.MAX_VALUE;

    private static final Entry<?>[] NONE = {};

    /** No larger than it was needed once: most of the many there are hold one deadline, or two. */
    private @Nullable Entry<A>[] heap = none();

    private int size;
    private long nextOrder;

    Entry<A> set(Duration at, A timer) {
        return set(at.toNanos(), timer);
    }

    /** As {@link #set(Duration, Object)}, in nanoseconds: what is set and taken back with each request makes no durations. */
    Entry<A> set(long at, A timer) {
        Entry<A> entry = new Entry<>();
        entry.timer = timer;
        arm(at, entry);
        return entry;
    }

    /** Sets a deadline that was made before, and is not set. */
    void arm(long at, Entry<A> entry) {
        if (size == heap.length) {
            heap = Arrays.copyOf(heap, Math.max(2 * size, 1));
        }
        entry.at = at;
        entry.order = nextOrder++;
        indexOf(entry, size);
        size++;
        rise(entry);
    }

    /** Takes a deadline back; one that is due, taken back or null already is left as it is. */
    void cancel(@Nullable Entry<A> entry) {
        if (entry == null || entry.index < 0) {
            return;
        }
        int hole = entry.index;
        entry.index = -1;
        size--;
        Entry<A> last = entryAt(size);
        heap[size] = null;
        if (hole != size) {
            indexOf(last, hole);
            rise(last);
            sink(last);
        }
    }

    /** Takes out the earliest alarm that is due, if one is. */
    @Nullable
    A poll(Duration now) {
        if (nextNanos() > now.toNanos()) {
            return null;
        }
        Entry<A> due = entryAt(0);
        cancel(due);
        return due.timer();
    }

    /** When the earliest one is due. */
    @Nullable
    Duration next() {
        return size == 0 ? null : entryAt(0).at();
    }

    /** The same in nanoseconds; {@link #NEVER} if there is none. */
    long nextNanos() {
        return size == 0 ? NEVER : entryAt(0).at;
    }

    int size() {
        return size;
    }

    /** Takes all of them back. */
    void clear() {
        for (int i = 0; i < size; i++) {
            entryAt(i).index = -1;
        }
        heap = none();
        size = 0;
    }

    private void rise(Entry<A> entry) {
        while (entry.index > 0) {
            Entry<A> parent = entryAt((entry.index - 1) / 2);
            if (!isBefore(entry, parent)) {
                return;
            }
            swap(entry, parent);
        }
    }

    private void sink(Entry<A> entry) {
        while (2 * entry.index + 1 < size) {
            Entry<A> child = entryAt(2 * entry.index + 1);
            if (child.index + 1 < size && isBefore(entryAt(child.index + 1), child)) {
                child = entryAt(child.index + 1);
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
        int times = Long.compare(entry.at, other.at);
        return times != 0 ? times : Long.compare(entry.order, other.order);
    }

    private void swap(Entry<A> one, Entry<A> other) {
        int index = one.index;
        indexOf(one, other.index);
        indexOf(other, index);
    }

    private void indexOf(Entry<A> entry, int index) {
        heap[index] = entry;
        entry.index = index;
    }

    @SuppressWarnings("NullAway") // below size there are no holes
    private Entry<A> entryAt(int index) {
        return heap[index];
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // it holds nothing
    private static <A> @Nullable Entry<A>[] none() {
        return (Entry<A>[]) NONE;
    }

    @Override
    public String toString() {
        return Arrays.stream(heap, 0, size)
                .sorted(Deadlines::compare)
                .map(entry -> entry.timer() + " at " + entry.at())
                .toList()
                .toString();
    }
}
