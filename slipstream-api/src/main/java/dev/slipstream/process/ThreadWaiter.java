package dev.slipstream.process;

import java.time.Duration;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/**
 * Parks a thread of this JVM.
 *
 * <p>A thread of a fork-join pool announces the wait to its pool, so that the pool can start another worker. The
 * awaited event may need that worker: the JDK's websocket uses the common pool to connect, and this pool may have a
 * single thread. The permit that wakes the thread is a separate flag, because the pool may consume the permit of
 * {@link LockSupport}.
 */
final class ThreadWaiter implements Waiters.Waiter {

    private final Clock clock;
    private final Thread thread = Thread.currentThread();
    private final AtomicBoolean permit = new AtomicBoolean();

    /** Makes a waiter for the current thread. */
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
            park(time); // the pool cannot start a worker; the awaited event may still arrive
        } catch (InterruptedException e) {
            thread.interrupt();
        }
    }

    @Override
    public void unpark() {
        permit.set(true);
        LockSupport.unpark(thread);
    }

    /** One wait, as a fork-join pool sees it. */
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
