package dev.slipstream.core.machine.time;

import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A heap of deadlines, in nanoseconds since the program began. Each entry knows its index in the heap, so cancelling a
 * deadline costs as little as setting one.
 *
 * <p>Deadlines at the same time fire in the order in which they were set.
 *
 * @param <A> the type of the timers
 */
public final class Deadlines<A> {

    /**
     * One deadline, which {@link #cancel} cancels. A timer class can extend this class, so that a timer and its entry
     * are one object.
     */
    public static class Entry<A> {

        private long at;
        private long order;
        private @Nullable A timer;
        private int index = -1;

        /**
         * Makes an entry that is not set. {@link #poll} returns the entry itself as the timer, so the subclass must
         * also have the type {@code A}.
         */
        protected Entry() {}

        @SuppressWarnings({"unchecked", "NullAway"}) // without a timer, the entry itself has the type A
        private A timer() {
            return timer == null ? (A) this : timer;
        }

        /** The time at which the timer fires. */
        public long at() {
            return at;
        }
    }

    /** A time later than any deadline. */
    public static final long NEVER = Long.MAX_VALUE;

    private static final Entry<?>[] NONE = {};

    /** The heap as an array, which grows on demand because most heaps hold only one or two deadlines. */
    private @Nullable Entry<A>[] heap = none();

    private int size;
    private long nextOrder;

    public Entry<A> set(long at, A timer) {
        Entry<A> entry = new Entry<>();
        entry.timer = timer;
        arm(at, entry);
        return entry;
    }

    /** Sets the deadline of an existing entry. The entry must not have a deadline already. */
    public void arm(long at, Entry<A> entry) {
        if (size == heap.length) {
            heap = Arrays.copyOf(heap, Math.max(2 * size, 1));
        }
        entry.at = at;
        entry.order = nextOrder++;
        indexOf(entry, size);
        size++;
        rise(entry);
    }

    /** Cancels a deadline. Does nothing if the entry is null, or has already fired or been cancelled. */
    public void cancel(@Nullable Entry<A> entry) {
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

    /** Removes and returns the timer that is due first; null if no timer is due. */
    public @Nullable A poll(long now) {
        if (next() > now) {
            return null;
        }
        Entry<A> due = entryAt(0);
        cancel(due);
        return due.timer();
    }

    /** The time of the earliest deadline; {@link #NEVER} if there is none. */
    public long next() {
        return size == 0 ? NEVER : entryAt(0).at;
    }

    public int size() {
        return size;
    }

    public void clear() {
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

    @SuppressWarnings("NullAway") // no element below size is null
    private Entry<A> entryAt(int index) {
        return heap[index];
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // the array is empty
    private static <A> @Nullable Entry<A>[] none() {
        return (Entry<A>[]) NONE;
    }

    @Override
    public String toString() {
        return Arrays.stream(heap, 0, size)
                .sorted(Deadlines::compare)
                .map(entry -> entry.timer() + " at " + Duration.ofNanos(entry.at))
                .toList()
                .toString();
    }
}
