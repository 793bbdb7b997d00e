package dev.slipstream.process;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * Runs the work of a process on one thread at a time, the draining thread, and only while there is work. Each signal
 * adds 1 to a counter, which returns to 0 when all work is done. The thread whose signal finds 0 gives the executor a
 * task.
 *
 * <p>If the executor fails once, it is not used again: {@link #failure} returns the cause, and the remaining work runs
 * on a second executor, the spare one. If that one fails too, the signalling thread ends the process.
 */
final class Drain {

    /** The process that has the work. */
    interface Worker {

        /** Does all work that waits; throws nothing. */
        void work();

        /** Called after {@link #work}, if there is no more work; throws nothing. */
        void rest();

        /** Ends the process without any callback, because the thread belongs to other code; throws nothing. */
        void giveUp(Throwable failure);
    }

    // Plain fields with updaters need less memory than atomic objects, and there may be many processes.
    private static final AtomicIntegerFieldUpdater<Drain> COUNT =
            AtomicIntegerFieldUpdater.newUpdater(Drain.class, "count");
    private static final AtomicIntegerFieldUpdater<Drain> OFFERED =
            AtomicIntegerFieldUpdater.newUpdater(Drain.class, "offered");

    /**
     * How often a draining thread checks for more work before it ends. All checks together take a few microseconds.
     * With one processor the thread does not check, because no other thread could add work meanwhile.
     */
    private static final int LOOKS = Runtime.getRuntime().availableProcessors() > 1 ? 200 : 0;

    private static final int DRAINS_WITHOUT_LOOK = 64;

    private final Worker worker;
    private final Executor executor;
    private final Executor spare;
    private volatile int count;
    /** 1 if a task is offered to the executor, else 0. */
    private volatile int offered;

    private volatile @Nullable Throwable failure;
    /** How many more drains end without a check for more work. Used only by the draining thread. */
    private int untilLook = DRAINS_WITHOUT_LOOK;

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
     * As {@link #signal}, but offers the task again, because the executor may have dropped it. If the executor was shut
     * down, it rejects the offer, and the spare executor runs the work.
     */
    void signalAnew() {
        signal();
        if (offered == 1) {
            offer();
        }
    }

    /** The failure after which the executor is no longer used; null if there was none. */
    @Nullable
    Throwable failure() {
        return failure;
    }

    private void offer() {
        Throwable why = failure;
        if (why == null) {
            why = handOver(executor);
        }
        if (why != null) { // stores no null, because another thread may have stored a failure meanwhile
            failure = why;
            if (handOver(spare) != null && OFFERED.compareAndSet(this, 1, 0)) {
                drain(why);
            }
        }
    }

    /** Returns why the executor did not accept the work; null if it accepted the work. */
    private @Nullable Throwable handOver(Executor to) {
        Offer offer = new Offer();
        try {
            to.execute(offer);
            return offer.refusal();
        } catch (Throwable thrown) {
            return thrown;
        }
    }

    /** Does all work that waits or, if a reason is given, ends the process. */
    private void drain(@Nullable Throwable reason) {
        int missed = count;
        do {
            if (reason == null) {
                worker.work();
            } else {
                worker.giveUp(reason);
            }
            boolean goesOn = seesMore(missed);
            if (!goesOn) {
                worker.rest();
            }
            missed = goesOn ? count : COUNT.addAndGet(this, -missed);
        } while (missed != 0);
    }

    /**
     * Waits a moment for more work before the thread ends; returns whether there is more. At a high rate of events the
     * next event arrives during the wait. A new thread for each event would cost more than the wait. If no event
     * arrives, the next {@link #DRAINS_WITHOUT_LOOK} drains do not wait, because a wait for rare events would be
     * wasted.
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
        untilLook = DRAINS_WITHOUT_LOOK;
        return false;
    }

    /**
     * A task for an executor. If several tasks were offered for the same work, the first task that runs does the work.
     */
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
