package dev.slipstream.process;

import java.time.Duration;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/**
 * Where a thread of this JVM waits.
 *
 * <p>A thread of a fork-join pool says so to its pool, which then has another one do its work: what it waits for may need
 * one. The common pool may have a single thread, and the JDK's websocket connects with its help. So a permit is a flag, for
 * while the pool finds that other thread it may use up the permit that the JVM keeps.
 */
final class ThreadWaiter implements Waiters.Waiter {

    private final Clock clock;
    private final Thread thread = Thread.currentThread();
    private final AtomicBoolean permit = new AtomicBoolean();

    /** Makes a place for the current thread. */
    ThreadWaiter(Clock clock) {
        this.clock = clock;
    }

    @Override
    public boolean parkUntil(Duration time) {
        if (!permit.getAndSet(false)) {
            if (thread instanceof ForkJoinWorkerThread) {
                parkInPool(time);
            } else {
                park(time);
            }
            permit.set(false);
        }
        return !thread.isInterrupted();
    }

    private void park(Duration time) {
        long nanos = time.minus(clock.now()).toNanos();
        if (nanos > 0 && !permit.get()) {
            LockSupport.parkNanos(this, nanos);
        }
    }

    private void parkInPool(Duration time) {
        try {
            ForkJoinPool.managedBlock(new Park(time));
        } catch (RejectedExecutionException noThread) {
            park(time); // the pool has no thread more to give; what is waited for may come all the same
        } catch (InterruptedException e) {
            thread.interrupt();
        }
    }

    @Override
    public void unpark() {
        permit.set(true);
        LockSupport.unpark(thread);
    }

    /** One wait, as a pool is told of it. */
    private final class Park implements ForkJoinPool.ManagedBlocker {

        private final Duration time;
        private boolean isOver;

        Park(Duration time) {
            this.time = time;
        }

        @Override
        public boolean block() {
            park(time);
            isOver = true;
            return true;
        }

        @Override
        public boolean isReleasable() {
            return isOver || permit.get() || thread.isInterrupted();
        }
    }
}
