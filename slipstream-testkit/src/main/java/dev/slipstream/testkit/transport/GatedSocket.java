package dev.slipstream.testkit.transport;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** How fast bytes pass through a {@link FaultProxy}: at once, one at a time, or not at all. */
final class GatedSocket {

    /** Where bytes go. */
    @FunctionalInterface
    interface Sink {
        void write(byte[] bytes, int from, int count) throws IOException;
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    // ---------------------------------------------------------------------------------------------- under the lock
    private boolean shut;
    private Duration gap = Duration.ZERO;

    /** Lets nothing pass. */
    void shut() {
        set(true, Duration.ZERO);
    }

    /** Lets one byte pass at a time, and then none for so long; all at once after no time. */
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

    /** Passes these bytes on, and waits as long as that takes. */
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

    /** Waits until something may pass: also an end of TCP is kept by a valve that is shut. */
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

    /** A byte's gap, or less if meanwhile the valve is turned. */
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
        return new InterruptedIOException("nobody interrupts a proxy");
    }
}
