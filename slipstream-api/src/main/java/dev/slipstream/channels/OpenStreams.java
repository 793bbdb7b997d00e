package dev.slipstream.channels;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The subscribers of all channels of a socket. When the socket ends, their streams complete in the order of the
 * subscriptions. Any thread may use this object.
 */
final class OpenStreams {

    private final ReentrantLock lock = new ReentrantLock();
    // Guarded by the lock.
    private final Set<MessageSubscription> all = new LinkedHashSet<>();
    private boolean isClosed;

    void add(MessageSubscription added) {
        boolean isTooLate;
        lock.lock();
        try {
            isTooLate = isClosed;
            if (!isTooLate) {
                all.add(added);
            }
        } finally {
            lock.unlock();
        }
        if (isTooLate) {
            added.end(null);
        }
    }

    void remove(MessageSubscription ended) {
        lock.lock();
        try {
            all.remove(ended);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Completes all streams; streams that are added later complete at once. Calls no subscriber while it holds the
     * lock.
     */
    void close() {
        List<MessageSubscription> ended;
        lock.lock();
        try {
            isClosed = true;
            ended = List.copyOf(all);
        } finally {
            lock.unlock();
        }
        ended.forEach(stream -> stream.end(null));
    }
}
