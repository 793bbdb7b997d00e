package dev.slipstream.process;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * Runs a process's work on one thread at a time, and only while there is work. The thread that raises the count of
 * work from zero hands the work to the executor.
 *
 * <p>An executor that fails once is not used again: the process learns why, and its remaining work runs on the spare
 * executor. If that fails too, the signalling thread ends the process.
 */
final class Drain {

    /** The process whose work is run. */
    interface Worker {

        /** Does all waiting work; throws nothing. */
        void work();

        /** Ends the process without any callback, because the thread belongs to other code; throws nothing. */
        void giveUp(Throwable failure);
    }

    // In fields instead of objects, because there may be many processes.
    private static final AtomicIntegerFieldUpdater<Drain> COUNT =
            AtomicIntegerFieldUpdater.newUpdater(Drain.class, "count");
    private static final AtomicIntegerFieldUpdater<Drain> OFFERED =
            AtomicIntegerFieldUpdater.newUpdater(Drain.class, "offered");

    /** A few microseconds; 0 with one processor, because no other thread could add work meanwhile. */
    private static final int LOOKS = Runtime.getRuntime().availableProcessors() > 1 ? 200 : 0;

    private static final int AFTER_VAIN_LOOKS = 64;

    private final Worker worker;
    private final Executor executor;
    private final Executor spare;
    private volatile int count;
    /** 1 if a task is offered to the executor, else 0. */
    private volatile int offered;

    private volatile @Nullable Throwable failure;
    /** How often the thread ends at once before it looks for more work again; only for the draining thread. */
    private int untilLook = AFTER_VAIN_LOOKS;

    Drain(Worker worker, Executor executor, Executor spare) {
        this.worker = worker;
        this.executor = executor;
        this.spare = spare;
    }

    /** Signals that there is work. */
    void signal() {
        if (COUNT.getAndIncrement(this) == 0) {
            offered = 1;
            offer();
        }
    }

    /**
     * As {@link #signal}, but offers the work again, which detects an executor that dropped its task: one that was
     * shut down refuses now.
     */
    void signalAnew() {
        signal();
        if (offered == 1) {
            offer();
        }
    }

    /** Why the executor is not used any more; null while it is. */
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
            failure = why; // never null again: another thread may have been refused meanwhile
            if (handOver(spare) != null && OFFERED.compareAndSet(this, 1, 0)) {
                drain(why);
            }
        }
    }

    /** Returns why the executor did not accept the work; null if it did. */
    private @Nullable Throwable handOver(Executor to) {
        Offer offer = new Offer();
        try {
            to.execute(offer);
            return offer.refusal();
        } catch (Throwable thrown) {
            return thrown;
        }
    }

    /** Does all waiting work or, if there is a reason, ends the process. */
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
     * Looks for more work for a moment before the thread ends. In a flood the next event is about to arrive, and a
     * new thread for each would cost more than the event. After a futile look it skips some, so that a process with
     * rare events does not pay for it.
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

    /** A task for an executor. If several were offered for the same work, the first one that runs does it. */
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
                    ? new RejectedExecutionException(
                            "the executor ran a task on the submitting thread; use one with its own threads")
                    : null;
        }
    }
}
