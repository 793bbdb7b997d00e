// Longer than 300 lines: who runs next is decided in one place.
package dev.slipstream.testkit;

import dev.slipstream.core.transport.TransportProvider;
import dev.slipstream.process.InputProbe;
import dev.slipstream.process.ProcessRuntime;
import dev.slipstream.process.Scheduler;
import dev.slipstream.process.Waiters;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A world in which time goes on only when the test says so, and one thread runs at a time.
 *
 * <p>The test's own thread drives: it takes what is due, in the order in which it was handed in, and what may wait runs on
 * a {@link VirtualThread}, to which it hands over until that waits or is through. So a callback may wait in its middle while the
 * test goes on, and still nothing happens twice in different ways.
 */
final class VirtualRuntime {

    /** Something that is to happen; it can be taken back. */
    record Task(Duration due, long order, Runnable run) {}

    /** Something that foreign threads owe, for which it is worth to wait really before time goes on. */
    interface Outside {

        boolean isPending();

        /** It was waited for in vain. */
        void giveUp();
    }

    /** More looks at the clock, at one instant, than any sensible client takes. */
    private static final int MAX_LOOKS_AT_ONCE = 1_000_000;

    /** How long, on a real clock, a thread may keep the world waiting. */
    private static final Duration REAL_PATIENCE = Duration.ofSeconds(10);

    private static final Duration OUTSIDE_PATIENCE = Duration.ofSeconds(1);
    private static final long OUTSIDE_NAP_NANOS = 5_000_000;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition handedIn = lock.newCondition();
    private final PriorityQueue<Task> tasks =
            new PriorityQueue<>(Comparator.comparing(Task::due).thenComparingLong(Task::order));
    private final List<VirtualThread> threads = new ArrayList<>();
    private final Semaphore permit = new Semaphore(0);
    private final List<Outside> outside = new ArrayList<>();
    private volatile Duration now = Duration.ZERO;
    private volatile Thread driver = Thread.currentThread();
    private volatile @Nullable String broken;
    private long order;
    private int looks;

    /**
     * Returns this world, as some see it.
     *
     * @param transport of clients that name none
     * @param probe sees what their machines are told
     */
    ProcessRuntime of(TransportProvider transport, InputProbe probe) {
        Executor[] executor = new Executor[1];
        ProcessRuntime runtime = new ProcessRuntime(
                task -> executor[0].execute(task),
                task -> executor[0].execute(task),
                this::schedule,
                this::look,
                this::place,
                probe,
                Optional.of(transport));
        executor[0] = task -> execute(runtime, task);
        return runtime;
    }

    Duration now() {
        return now;
    }

    /**
     * Lets the calling thread be the one that drives from now on.
     *
     * @throws IllegalStateException if it is one that is driven
     */
    void driveHere() {
        if (VirtualThread.current() != null) {
            throw new IllegalStateException(
                    "a callback cannot drive the test that runs it: assert on the test's thread");
        }
        driver = Thread.currentThread();
    }

    void waitFor(Outside debt) {
        outside.add(debt);
    }

    /** Whether a failure has made it useless. */
    boolean isBroken() {
        return broken != null;
    }

    // --- what is to happen ------------------------------------------------------------------------------------------

    /** Lets something happen at an instant, or now if that has gone by. From any thread. */
    Task at(Duration instant, Runnable run) {
        lock.lock();
        try {
            Task task = new Task(instant.compareTo(now) < 0 ? now : instant, order++, run);
            tasks.add(task);
            handedIn.signalAll();
            return task;
        } finally {
            lock.unlock();
        }
    }

    /** Takes something back; what has happened is past that. */
    void cancel(@Nullable Task task) {
        lock.lock();
        try {
            tasks.remove(task);
        } finally {
            lock.unlock();
        }
    }

    /** Runs something on a strand of its own, in the world as somebody sees it. */
    void execute(ProcessRuntime within, Runnable work) {
        at(now, () -> {
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

    /** Lets all happen that is due, without any time. */
    void settle() {
        advance(Duration.ZERO);
    }

    /** Lets this much time go by, and all happen that is due in it. */
    void advance(Duration span) {
        Duration until = now.plus(span);
        while (step(until)) {
            // each may hand in more
        }
        now = until;
    }

    /** Lets time go by until something holds, for this span at most; returns whether it does. */
    boolean advanceUntil(BooleanSupplier holds, Duration span) {
        Duration until = now.plus(span);
        while (!holds.getAsBoolean()) {
            if (!step(until)) {
                now = until.compareTo(now) > 0 ? until : now;
                return holds.getAsBoolean();
            }
        }
        return true;
    }

    /** Ends what still waits, as if its threads were interrupted. */
    void interruptThreads() {
        List.copyOf(threads).forEach(VirtualThread::interrupt);
        settle();
    }

    /** How many threads have begun and are not through. */
    int waiting() {
        return threads.size();
    }

    private Duration look() {
        if (++looks > MAX_LOOKS_AT_ONCE) {
            throw broken("the client goes round in circles at " + now, null);
        }
        return now;
    }

    private boolean step(Duration until) {
        if (broken != null) {
            throw new AssertionError("this test has come to its end: " + broken);
        }
        Task next = next(until);
        if (next == null) {
            return false;
        }
        if (next.due().compareTo(now) > 0) {
            looks = 0;
        }
        now = next.due();
        next.run().run();
        return true;
    }

    private @Nullable Task next(Duration until) {
        lock.lock();
        try {
            long patience = OUTSIDE_PATIENCE.toNanos();
            while (isIdle() && outside.stream().anyMatch(Outside::isPending) && patience > 0) {
                patience = handedIn.awaitNanos(patience);
            }
            if (patience <= 0) {
                outside.forEach(Outside::giveUp);
            }
            Task next = tasks.peek();
            return next == null || next.due().compareTo(until) > 0 ? null : tasks.remove();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw broken("the test was interrupted", null);
        } finally {
            lock.unlock();
        }
    }

    private boolean isIdle() {
        Task next = tasks.peek();
        return next == null || next.due().compareTo(now) > 0;
    }

    // --- the baton --------------------------------------------------------------------------------------------------

    /** Waits until the strand that was resumed gives the baton back. */
    void awaitTurn(VirtualThread runs) {
        try {
            if (!permit.tryAcquire(REAL_PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                Throwable where = new Throwable("where it is");
                where.setStackTrace(runs.stackTrace());
                throw broken(
                        "for " + REAL_PATIENCE.toSeconds() + " s of real time a callback has run, or waited for"
                                + " something that is not its client's",
                        where);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw broken("the test was interrupted while a callback ran", null);
        }
    }

    void giveTurn() {
        permit.release();
    }

    void through(VirtualThread thread) {
        threads.remove(thread);
    }

    private AssertionError broken(String why, @Nullable Throwable cause) {
        broken = why;
        return new AssertionError(why, cause);
    }

    private Waiters.Waiter place() {
        VirtualThread thread = VirtualThread.current();
        if (thread != null) {
            return thread.place();
        }
        return Thread.currentThread().equals(driver) ? new Wheel() : new Foreign();
    }

    /** Where the test's own thread waits, in a {@code call} or a {@code close}: it drives meanwhile. */
    private final class Wheel implements Waiters.Waiter {

        private volatile boolean permit;

        @Override
        public boolean parkUntil(Duration instant) {
            advanceUntil(() -> permit, instant.compareTo(now) > 0 ? instant.minus(now) : Duration.ZERO);
            permit = false;
            return true;
        }

        @Override
        public void unpark() {
            permit = true;
        }
    }

    /** Where a thread waits of which this world knows nothing: somebody else must drive. */
    private static final class Foreign implements Waiters.Waiter {

        private final Thread thread = Thread.currentThread();

        @Override
        public boolean parkUntil(Duration instant) {
            LockSupport.parkNanos(this, OUTSIDE_NAP_NANOS);
            return !Thread.currentThread().isInterrupted();
        }

        @Override
        public void unpark() {
            LockSupport.unpark(thread);
        }
    }
}
