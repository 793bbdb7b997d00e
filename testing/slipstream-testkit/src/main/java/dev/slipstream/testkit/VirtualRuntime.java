package dev.slipstream.testkit;

import dev.slipstream.core.transport.TransportProvider;
import dev.slipstream.process.InputProbe;
import dev.slipstream.process.ProcessRuntime;
import dev.slipstream.process.Scheduler;
import dev.slipstream.process.Waiters;
import dev.slipstream.testkit.time.VirtualTime;
import dev.slipstream.testkit.time.VirtualTime.Task;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A runtime with virtual time, in which one thread runs at a time.
 *
 * <p>The test's thread is the driver: it runs the due tasks, the earliest first. Code that may wait runs on a {@link
 * VirtualThread}. The driver resumes that thread, and continues when the thread waits or finishes. Therefore a callback
 * can wait while the test continues, and every run of a test has the same order.
 */
final class VirtualRuntime {

    /** Work of other threads. The runtime waits in real time for pending work, and then advances the virtual time. */
    interface ExternalWork {

        boolean isPending();

        /** Stops counting the work as pending, because the limit in real time has passed. */
        void giveUp();
    }

    /** How often clients may read the clock at one instant. More reads indicate an endless loop. */
    private static final int MAX_CLOCK_READS_AT_ONCE = 1_000_000;

    /** How long a callback may run in real time before it waits or returns. */
    private static final Duration REAL_PATIENCE = Duration.ofSeconds(30);

    /** The longest real time to wait for work of other threads, such as a supplier. */
    private static final Duration EXTERNAL_PATIENCE = Duration.ofSeconds(5);

    private static final long EXTERNAL_NAP_NANOS = 5_000_000;

    private final VirtualTime time = new VirtualTime(this::beforeEach);
    private final List<VirtualThread> threads = new ArrayList<>();
    private final Semaphore permit = new Semaphore(0);
    private final List<ExternalWork> externalWork = new ArrayList<>();
    private volatile Thread driver = Thread.currentThread();
    private volatile @Nullable String broken;
    private Duration readAt = Duration.ZERO;
    /** How often clients read the clock at the instant {@link #readAt}. A changing number shows that clients run. */
    private volatile int clockReads;

    /**
     * Makes a process runtime on this virtual time.
     *
     * @param transport the transport of clients whose options name no transport
     * @param probe receives the inputs of the clients' state machines
     */
    ProcessRuntime of(TransportProvider transport, InputProbe probe) {
        Executor[] executor = new Executor[1];
        ProcessRuntime runtime = new ProcessRuntime(
                task -> executor[0].execute(task),
                task -> executor[0].execute(task),
                this::schedule,
                this::readClock,
                this::waiter,
                probe,
                Optional.of(transport));
        executor[0] = task -> execute(runtime, task);
        return runtime;
    }

    Duration now() {
        return time.now();
    }

    /**
     * Makes the calling thread the driver.
     *
     * @throws IllegalStateException if the calling thread is a {@link VirtualThread}
     */
    void driveHere() {
        if (VirtualThread.current() != null) {
            throw new IllegalStateException("cannot use a SocketTest inside a callback; call it on the test's thread");
        }
        driver = Thread.currentThread();
    }

    void addExternalWork(ExternalWork work) {
        externalWork.add(work);
    }

    /** Whether an earlier failure stopped this runtime. */
    boolean isBroken() {
        return broken != null;
    }

    // --- tasks ------------------------------------------------------------------------------------------------------

    /** Schedules a task at an instant, or now if the instant has passed. Any thread may call this. */
    Task at(Duration instant, Runnable run) {
        return time.at(instant, 0, run);
    }

    /** Cancels a task; does nothing if the task has run. */
    void cancel(@Nullable Task task) {
        boolean unused = time.cancel(task);
    }

    /** Runs work on a new {@link VirtualThread}, within the given process runtime. */
    void execute(ProcessRuntime within, Runnable work) {
        at(now(), () -> {
            VirtualThread thread = new VirtualThread(this, within, work);
            threads.add(thread);
            thread.resume();
        });
    }

    private Scheduler.Timer schedule(Duration instant, Runnable task) {
        Task timer = at(instant, task);
        return () -> cancel(timer);
    }

    // --- time -------------------------------------------------------------------------------------------------------

    /** Runs all tasks that are due now. */
    void settle() {
        advance(Duration.ZERO);
    }

    /** Advances the time by this duration, and runs the tasks that fall due. */
    void advance(Duration span) {
        time.advance(span);
    }

    /** Advances the time until a condition holds, by this duration at most. Returns whether the condition holds. */
    boolean advanceUntil(BooleanSupplier holds, Duration span) {
        return time.advanceUntil(holds, span);
    }

    /** Interrupts all threads that still wait. */
    void interruptThreads() {
        List.copyOf(threads).forEach(VirtualThread::interrupt);
        settle();
    }

    /** Counts the threads that have started and not finished. */
    int waiting() {
        return threads.size();
    }

    private long readClock() {
        Duration now = now();
        int reads = now.equals(readAt) ? clockReads + 1 : 0;
        clockReads = reads;
        readAt = now;
        if (reads > MAX_CLOCK_READS_AT_ONCE) {
            throw broken(
                    "the client runs without end at " + now + ": it read the clock more than " + MAX_CLOCK_READS_AT_ONCE
                            + " times; look for a callback that sends itself a message each time",
                    null);
        }
        return now.toNanos();
    }

    private void beforeEach() {
        if (broken != null) {
            throw new AssertionError("cannot continue after an earlier failure: " + broken);
        }
        try {
            boolean isPending = externalWork.stream().anyMatch(ExternalWork::isPending);
            if (isPending && time.awaitDueTask(EXTERNAL_PATIENCE.toNanos()) <= 0) {
                externalWork.forEach(ExternalWork::giveUp);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw broken("the test was interrupted", null);
        }
    }

    // --- one thread at a time ---------------------------------------------------------------------------------------

    /** Waits until the resumed thread waits or finishes. */
    void awaitYield(VirtualThread runs) {
        try {
            int before;
            boolean hasYielded;
            do {
                before = clockReads;
                hasYielded = permit.tryAcquire(REAL_PATIENCE.toSeconds(), TimeUnit.SECONDS);
            } while (!hasYielded && clockReads != before); // on a busy machine, many short callbacks may take long
            if (!hasYielded) {
                Throwable where = new Throwable("the stack of the callback");
                where.setStackTrace(runs.stackTrace());
                throw broken(
                        "a callback ran for " + REAL_PATIENCE.toSeconds()
                                + " s of real time, or waited for something outside"
                                + " its client; wait only with a session",
                        where);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw broken("the test was interrupted while a callback ran", null);
        }
    }

    void yieldToDriver() {
        permit.release();
    }

    void finished(VirtualThread thread) {
        threads.remove(thread);
    }

    private AssertionError broken(String why, @Nullable Throwable cause) {
        broken = why;
        return new AssertionError(why, cause);
    }

    private Waiters.Waiter waiter() {
        VirtualThread thread = VirtualThread.current();
        if (thread != null) {
            return thread.waiter();
        }
        boolean isDriver = Thread.currentThread().equals(driver);
        return isDriver ? time.waiter(UnaryOperator.identity()) : new ForeignWaiter();
    }

    /**
     * The waiter of a thread outside this runtime. Such a thread cannot run the tasks that it waits for. It sleeps for
     * a few milliseconds at a time, and then checks again.
     */
    private static final class ForeignWaiter implements Waiters.Waiter {

        private final Thread thread = Thread.currentThread();

        @Override
        public boolean parkUntil(Duration instant) {
            LockSupport.parkNanos(this, EXTERNAL_NAP_NANOS);
            return !Thread.currentThread().isInterrupted();
        }

        @Override
        public void unpark() {
            LockSupport.unpark(thread);
        }
    }
}
