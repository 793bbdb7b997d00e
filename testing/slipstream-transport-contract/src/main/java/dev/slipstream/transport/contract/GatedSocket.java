package dev.slipstream.transport.contract;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Controls the bytes that a {@link FaultProxy} forwards: all at once, one at a time with a pause, or none. */
final class GatedSocket {

    /** Receives the bytes that pass. */
    @FunctionalInterface
    interface Sink {
        void write(byte[] bytes, int from, int count) throws IOException;
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    // ---------------------------------------------------------------------------------------------- under the lock
    private boolean shut;
    private Duration gap = Duration.ZERO;

    /** Stops all bytes. */
    void shut() {
        set(true, Duration.ZERO);
    }

    /** Lets one byte pass at a time, with this pause between bytes. If the pause is zero, all bytes pass at once. */
    void open(Duration betweenBytes) {
        set(false, betweenBytes);
    }

    private void set(boolean shutNow, Duration betweenBytes) {
        lock.lock();
        try {
            shut = shutNow;
            gap = betweenBytes;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Forwards the first bytes of an array, and waits until they are written. */
    void pass(byte[] bytes, int count, Sink sink) throws IOException {
        int passed = 0;
        while (passed < count) {
            Duration pace = awaitOpen();
            int now = pace.isZero() ? count - passed : 1;
            sink.write(bytes, passed, now);
            passed += now;
            awaitNext(pace);
        }
    }

    /**
     * Waits until bytes may pass, and returns the pause between bytes. {@link FaultLink} also calls this method before
     * it forwards the end of TCP.
     */
    Duration awaitOpen() throws IOException {
        lock.lock();
        try {
            while (shut) {
                changed.await();
            }
            return gap;
        } catch (InterruptedException e) {
            throw interrupted();
        } finally {
            lock.unlock();
        }
    }

    /** Waits for the pause between two bytes, or until {@link #shut} or {@link #open} changes the settings. */
    private void awaitNext(Duration pace) throws IOException {
        lock.lock();
        try {
            long left = pace.toNanos();
            while (left > 0 && !shut && gap.equals(pace)) {
                left = changed.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            throw interrupted();
        } finally {
            lock.unlock();
        }
    }

    private static InterruptedIOException interrupted() {
        return new InterruptedIOException("a thread of the proxy was interrupted");
    }
}
