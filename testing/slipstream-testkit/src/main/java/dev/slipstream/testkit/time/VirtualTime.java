package dev.slipstream.testkit.time;

import dev.slipstream.process.Waiters;
import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Virtual time and its scheduled tasks, which run one at a time on the thread that advances the time.
 *
 * <p>Any thread may schedule and cancel tasks. Only one thread at a time may advance the time. A running task may also
 * advance the time.
 */
public final class VirtualTime {

    /** A scheduled task, which can be cancelled. */
    public static final class Task {

        private final Duration due;
        private final long rank;
        private final long order;
        private final Runnable run;
        private boolean isOver;

        private Task(Duration due, long rank, long order, Runnable run) {
            this.due = due;
            this.rank = rank;
            this.order = order;
            this.run = run;
        }
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition added = lock.newCondition();
    private final PriorityQueue<Task> tasks = new PriorityQueue<>(Comparator.<Task, Duration>comparing(task -> task.due)
            .thenComparingLong(task -> task.rank)
            .thenComparingLong(task -> task.order));
    private final Runnable beforeEach;
    private volatile Duration now = Duration.ZERO;
    private long order;

    /**
     * Starts the time at zero.
     *
     * @param beforeEach runs before each search for a due task; its exceptions reach the caller that advances the time
     */
    public VirtualTime(Runnable beforeEach) {
        this.beforeEach = beforeEach;
    }

    /** The virtual time since the start. */
    public Duration now() {
        return now;
    }

    /**
     * Schedules a task at an instant, or now if the instant has passed.
     *
     * @param rank orders the tasks of one instant, the lowest first; tasks of one rank run in the order of scheduling
     */
    public Task at(Duration instant, long rank, Runnable run) {
        lock.lock();
        try {
            Task task = new Task(later(instant, now), rank, order++, run);
            tasks.add(task);
            added.signalAll();
            return task;
        } finally {
            lock.unlock();
        }
    }

    /** Cancels a task. Returns false if the task has run or was already cancelled. */
    public boolean cancel(@Nullable Task task) {
        lock.lock();
        try {
            if (task == null || task.isOver) {
                return false;
            }
            task.isOver = true; // peek() removes the task from the queue
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Advances the time by this duration, and runs the tasks that fall due. */
    public void advance(Duration span) {
        advanceUntil(() -> false, span);
    }

    /** Advances the time until a condition holds, by this duration at most. Returns whether the condition holds. */
    public boolean advanceUntil(BooleanSupplier holds, Duration span) {
        Duration until = now.plus(span);
        while (!holds.getAsBoolean()) {
            if (!step(until)) {
                now = later(until, now);
                return holds.getAsBoolean();
            }
        }
        return true;
    }

    /** Advances the time without running tasks, as if the machine slept. Tasks that fall due meanwhile run late. */
    public void freeze(Duration span) {
        now = now.plus(span);
    }

    /**
     * Runs the next task if it is due at {@code until} or earlier, and advances the time to the task's instant. Returns
     * whether a task ran.
     */
    public boolean step(Duration until) {
        beforeEach.run();
        Task next = take(until);
        if (next == null) {
            return false;
        }
        now = later(next.due, now);
        next.run.run();
        return true;
    }

    /**
     * Waits in real time until a task is due. Returns the rest of the time limit in nanoseconds, or zero or less if no
     * task became due.
     */
    public long awaitDueTask(long nanos) throws InterruptedException {
        lock.lock();
        try {
            long left = nanos;
            while (left > 0 && !isDue(peek(), now)) {
                left = added.awaitNanos(left);
            }
            return left;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Makes a waiter that runs tasks until it is unparked.
     *
     * @param rounding maps the requested end of a wait to the actual end
     */
    public Waiters.Waiter waiter(UnaryOperator<Duration> rounding) {
        return new StepWaiter(rounding);
    }

    private @Nullable Task take(Duration until) {
        lock.lock();
        try {
            Task next = peek();
            if (next == null || !isDue(next, until)) {
                return null;
            }
            next.isOver = true;
            return tasks.remove();
        } finally {
            lock.unlock();
        }
    }

    private @Nullable Task peek() {
        Task next = tasks.peek();
        while (next != null && next.isOver) {
            tasks.remove();
            next = tasks.peek();
        }
        return next;
    }

    private static boolean isDue(@Nullable Task task, Duration until) {
        return task != null && task.due.compareTo(until) <= 0;
    }

    private static Duration later(Duration one, Duration other) {
        return one.compareTo(other) >= 0 ? one : other;
    }

    /** A waiter whose waits advance the time, even inside a running task. */
    private final class StepWaiter implements Waiters.Waiter {

        private final UnaryOperator<Duration> rounding;
        private volatile boolean permit;

        StepWaiter(UnaryOperator<Duration> rounding) {
            this.rounding = rounding;
        }

        @Override
        public boolean parkUntil(Duration instant) {
            Duration until = rounding.apply(instant);
            advanceUntil(() -> permit || Thread.currentThread().isInterrupted(), until.minus(now));
            permit = false;
            return !Thread.currentThread().isInterrupted();
        }

        @Override
        public void unpark() {
            permit = true;
        }
    }
}
