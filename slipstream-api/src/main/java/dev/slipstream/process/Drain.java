package dev.slipstream.process;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * Has a process's work done by one thread at a time, and only while there is some: whoever finds the count of what is to be
 * done at zero hands the work to the executor.
 *
 * <p>An executor that fails once is asked nothing more: the process is told why, and what is left of it runs on the spare
 * one. Where that fails too the process is given up, on the thread that signalled.
 */
final class Drain {

    /** Whose work it is. */
    interface Worker {

        /** Does all that there is to do; throws nothing. */
        void work();

        /** Ends without any callback, for the thread is somebody else's; throws nothing. */
        void giveUp(Throwable failure);
    }

    // In fields, not in objects: there may be many processes.
    private static final AtomicIntegerFieldUpdater<Drain> COUNT =
            AtomicIntegerFieldUpdater.newUpdater(Drain.class, "count");
    private static final AtomicIntegerFieldUpdater<Drain> OFFERED =
            AtomicIntegerFieldUpdater.newUpdater(Drain.class, "offered");

    /** A few microseconds; with one processor nobody could bring anything meanwhile. */
    private static final int LOOKS = Runtime.getRuntime().availableProcessors() > 1 ? 200 : 0;

    private static final int AFTER_VAIN_LOOKS = 64;

    private final Worker worker;
    private final Executor executor;
    private final Executor spare;
    private volatile int count;
    /** 1 if it is, else 0. */
    private volatile int offered;

    private volatile @Nullable Throwable failure;
    /** How many times the thread is let go at once before it looks for more again; for whoever drains. */
    private int untilLook = AFTER_VAIN_LOOKS;

    Drain(Worker worker, Executor executor, Executor spare) {
        this.worker = worker;
        this.executor = executor;
        this.spare = spare;
    }

    /** There is something to do. */
    void signal() {
        if (COUNT.getAndIncrement(this) == 0) {
            offered = 1;
            offer();
        }
    }

    /** As {@link #signal}, and finds out an executor that forgot what it took: one that was shut down refuses by now. */
    void signalAnew() {
        signal();
        if (offered == 1) {
            offer();
        }
    }

    /** Why the executor is asked nothing more; null as long as it is. */
    @Nullable
    Throwable failure() {
        return failure;
    }

    private void offer() {
        Throwable why = failure;
        if (why == null) {
            why = handOver(executor);
        }
        if (why != null) {
            failure = why; // never back to null: another thread may have been refused meanwhile
        }
        if (why != null && handOver(spare) != null && OFFERED.compareAndSet(this, 1, 0)) {
            Throwable reason = why;
            drain(reason);
        }
    }

    /** Returns why the executor did not take it; null if it did. */
    private @Nullable Throwable handOver(Executor to) {
        Offer offer = new Offer();
        try {
            to.execute(offer);
            return offer.refusal();
        } catch (Throwable thrown) {
            return thrown;
        }
    }

    /** Has all done that there is to do, or, where there is a reason to, the process given up. */
    private void drain(@Nullable Throwable reason) {
        int missed = count;
        do {
            if (reason == null) {
                worker.work();
            } else {
                worker.giveUp(reason);
            }
            missed = seesMore(missed) ? count : COUNT.addAndGet(this, -missed);
        } while (missed != 0);
    }

    /**
     * Looks for a moment whether there is more to do before the thread is let go: in a flood the next event is under way, and
     * a thread for each would cost more than the event. Where that was in vain it is not tried again for a while, so
     * that whoever gets one event now and then does not pay for it.
     */
    private boolean seesMore(int missed) {
        if (untilLook > 0) {
            untilLook--;
            return false;
        }
        for (int look = 0; look < LOOKS; look++) {
            if (count != missed) {
                return true;
            }
            Thread.onSpinWait();
        }
        untilLook = AFTER_VAIN_LOOKS;
        return false;
    }

    /** A task for an executor: of several that were offered for the same work, the first one that runs does it. */
    private final class Offer implements Runnable {

        private final Thread from = Thread.currentThread();
        private boolean isHandedIn;
        private boolean ranHere;

        @Override
        public void run() {
            if (Thread.currentThread().equals(from) && !isHandedIn) {
                ranHere = true;
            } else if (OFFERED.compareAndSet(Drain.this, 1, 0)) {
                drain(null);
            }
        }

        @Nullable
        Throwable refusal() {
            isHandedIn = true;
            return ranHere
                    ? new RejectedExecutionException("the executor ran a task on the thread that handed it in")
                    : null;
        }
    }
}
