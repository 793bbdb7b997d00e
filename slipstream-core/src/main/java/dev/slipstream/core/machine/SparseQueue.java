package dev.slipstream.core.machine;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * A queue that uses little memory while it has at most one element. Each client has several queues, and a JVM may have
 * many clients.
 */
public final class SparseQueue<T> {

    private @Nullable T first;
    /** The elements after the first one; null if there are none. */
    private @Nullable ArrayDeque<T> others;

    public boolean isEmpty() {
        return first == null;
    }

    public int size() {
        int behind = others == null ? 0 : others.size();
        return first == null ? 0 : 1 + behind;
    }

    public void add(T last) {
        if (first == null) {
            first = last;
        } else {
            others().addLast(last);
        }
    }

    public void addFirst(T next) {
        T before = first;
        if (before != null) {
            others().addFirst(before);
        }
        first = next;
    }

    /** The first element; null if there is none. */
    public @Nullable T peek() {
        return first;
    }

    /** Removes and returns the first element; null if there is none. */
    public @Nullable T poll() {
        T taken = first;
        ArrayDeque<T> behind = others;
        first = behind == null ? null : behind.poll();
        if (behind != null && behind.isEmpty()) {
            others = null;
        }
        return taken;
    }

    public void clear() {
        first = null;
        others = null;
    }

    private ArrayDeque<T> others() {
        ArrayDeque<T> behind = others == null ? new ArrayDeque<>(2) : others;
        others = behind;
        return behind;
    }
}
