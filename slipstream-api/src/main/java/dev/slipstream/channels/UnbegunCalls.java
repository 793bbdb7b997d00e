package dev.slipstream.channels;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The calls of {@link Channel#join} and {@link Channel#leave} of one channel that its client has not begun yet, in
 * order. If the client ends, it loses the calls in its mailbox. A restarted client then does what the last call asked
 * for. Any thread may use this object.
 */
final class UnbegunCalls {

    /** One call. Two calls are never equal, even if both are calls of join. */
    static final class Call {

        private final boolean isJoin;
        // Guarded by the lock.
        private boolean isLost;
        /**
         * Whether a restart ignores this call, because a later call has begun, or because an earlier restart has done
         * what the last call asked for.
         */
        private boolean isSettled;

        private Call(boolean isJoin) {
            this.isJoin = isJoin;
        }

        /** Whether this is a call of join. Otherwise it is a call of leave. */
        boolean isJoin() {
            return isJoin;
        }
    }

    private final ReentrantLock lock = new ReentrantLock();
    /** Guarded by the lock. */
    private final Deque<Call> all = new ArrayDeque<>();

    Call addJoin() {
        return add(new Call(true));
    }

    Call addLeave() {
        return add(new Call(false));
    }

    private Call add(Call call) {
        lock.lock();
        try {
            all.add(call);
            return call;
        } finally {
            lock.unlock();
        }
    }

    /** Removes a call that the client begins now. */
    void begin(Call call) {
        lock.lock();
        try {
            boolean isEarlier = true;
            for (Call other : all) {
                isEarlier &= !other.equals(call);
                other.isSettled = isEarlier; // a restart ignores the earlier calls only
            }
            all.remove(call);
            removeSettled();
        } finally {
            lock.unlock();
        }
    }

    /** Removes a call that the client has refused. */
    void refuse(Call call) {
        lock.lock();
        try {
            all.remove(call);
        } finally {
            lock.unlock();
        }
    }

    /** Handles the loss of a call. The call remains until it is settled. */
    void lose(Call call) {
        lock.lock();
        try {
            call.isLost = true;
            removeSettled();
        } finally {
            lock.unlock();
        }
    }

    /** Whether there is a call of join. */
    boolean hasJoin() {
        lock.lock();
        try {
            return all.stream().anyMatch(Call::isJoin);
        } finally {
            lock.unlock();
        }
    }

    /** Returns the last call that is not settled; null if there is none. */
    @Nullable
    Call last() {
        lock.lock();
        try {
            Call last = null;
            for (Call call : all) {
                last = call.isSettled ? last : call;
            }
            return last;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Returns the last call that is not settled, if any, and settles all calls. A restarted client must do now what the
     * returned call asked for. It begins the calls in its own mailbox later, even if they are settled.
     */
    @Nullable
    Call resume() {
        lock.lock();
        try {
            Call last = last();
            all.forEach(call -> call.isSettled = true);
            removeSettled();
            return last;
        } finally {
            lock.unlock();
        }
    }

    private void removeSettled() {
        all.removeIf(call -> call.isLost && call.isSettled);
    }
}
