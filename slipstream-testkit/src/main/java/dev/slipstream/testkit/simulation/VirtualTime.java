package dev.slipstream.testkit.simulation;

import java.time.Duration;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Virtual time and its scheduled tasks, run one at a time on the caller's thread.
 *
 * <p>Instants are rounded up to a coarse grain, so that tasks often fall on the same instant. The seed decides the order of
 * tasks of one instant.
 */
final class VirtualTime {

    /** The origin of a task. */
    enum Kind {
        /** The network or the server. */
        NETWORK,
        /** A deadline of a process. */
        TIMER,
        /** A task of a process's executor. It may run callbacks, which may wait. */
        PROCESS,
        /** An action of the test. */
        TEST
    }

    /** A scheduled task, which can be cancelled. */
    static final class Task {

        private final Duration due;
        private final long lot;
        private final long order;
        private final Kind kind;
        private final Runnable run;
        private boolean isOver;

        private Task(Duration due, long lot, long order, Kind kind, Runnable run) {
            this.due = due;
            this.lot = lot;
            this.order = order;
            this.kind = kind;
            this.run = run;
        }
    }

    private final Duration grain;
    private final SeededRandom random;
    private final long maxSteps;
    private final Runnable afterEach;
    private final PriorityQueue<Task> tasks = new PriorityQueue<>(Comparator.<Task, Duration>comparing(task -> task.due)
            .thenComparingLong(task -> task.lot)
            .thenComparingLong(task -> task.order));
    private final Map<Kind, Integer> pending = new EnumMap<>(Kind.class);
    private Duration now = Duration.ZERO;
    private Duration frozen = Duration.ZERO;
    private Duration lastDue = Duration.ZERO;
    private Kind lastKind = Kind.TEST;
    private int collisions;
    private long order;
    private long steps;

    /**
     * Starts the time at zero.
     *
     * @param afterEach runs after each task; an exception from it ends the run
     */
    VirtualTime(Duration grain, SeededRandom random, long maxSteps, Runnable afterEach) {
        this.grain = grain;
        this.random = random;
        this.maxSteps = maxSteps;
        this.afterEach = afterEach;
    }

    Duration now() {
        return now;
    }

    Duration grain() {
        return grain;
    }

    /** The part of the time that was frozen, in which no task ran. */
    Duration frozen() {
        return frozen;
    }

    /** How often a task ran at the same instant as the previous task, which was of another kind. */
    int collisions() {
        return collisions;
    }

    /** How many tasks ran. */
    long steps() {
        return steps;
    }

    /** Counts the scheduled tasks of this kind. */
    int pending(Kind kind) {
        return pending.getOrDefault(kind, 0);
    }

    /** Schedules a task at an instant, or now if that has passed. */
    Task at(Duration instant, Kind kind, Runnable run) {
        Duration due = instant.compareTo(now) <= 0 ? now : onGrain(instant);
        Task task = new Task(due, random.below(1 << 16), order++, kind, run);
        tasks.add(task);
        pending.merge(kind, 1, Integer::sum);
        return task;
    }

    Task after(Duration delay, Kind kind, Runnable run) {
        return at(now.plus(delay), kind, run);
    }

    /** Cancels a task; does nothing if the task has run. */
    void cancel(@Nullable Task task) {
        if (task != null && !task.isOver) {
            task.isOver = true;
            pending.merge(task.kind, -1, Integer::sum);
        }
    }

    /** Runs the next task if it is due by then, and advances the time to its instant. */
    boolean step(Duration until) {
        Task next = next();
        if (next == null || next.due.compareTo(until) > 0) {
            return false;
        }
        run(next);
        return true;
    }

    /** Runs the next task inside the current one, if it is due now; returns whether one ran. */
    boolean stepAside() {
        return step(now);
    }

    /** Runs all tasks that are due within this span, and advances the time by it. */
    void advance(Duration span) {
        Duration until = onGrain(now.plus(span));
        while (step(until)) {
            // each task may add more
        }
        now = max(now, until);
    }

    /** Runs tasks until a condition holds, for this span at most; returns whether it holds. */
    boolean advanceUntil(BooleanSupplier holds, Duration span) {
        Duration until = onGrain(now.plus(span));
        while (!holds.getAsBoolean()) {
            if (!step(until)) {
                now = max(now, until);
                return holds.getAsBoolean();
            }
        }
        return true;
    }

    /** Advances the time without running tasks, as if the machine slept: tasks that fall due meanwhile are late. */
    void freeze(Duration span) {
        Duration until = onGrain(now.plus(span));
        frozen = frozen.plus(until.minus(now));
        now = until;
    }

    /** Finds the next task that is not cancelled. Cancelled tasks stay in the queue until they are next. */
    private @Nullable Task next() {
        Task next = tasks.peek();
        while (next != null && next.isOver) {
            tasks.remove();
            next = tasks.peek();
        }
        return next;
    }

    /** Runs the next task. */
    private void run(Task task) {
        tasks.remove();
        task.isOver = true;
        pending.merge(task.kind, -1, Integer::sum);
        if (++steps > maxSteps) {
            throw new AssertionError("the simulation did not end within " + maxSteps + " steps, at " + now
                    + "; look for a task that schedules itself without end");
        }
        now = max(now, task.due);
        collisions += task.due.equals(lastDue) && task.kind != lastKind ? 1 : 0;
        lastDue = task.due;
        lastKind = task.kind;
        task.run.run();
        afterEach.run();
    }

    /** The first instant of the grain that is not before this one. */
    Duration onGrain(Duration instant) {
        long step = grain.toNanos();
        long nanos = instant.toNanos();
        return Duration.ofNanos((nanos + step - 1) / step * step);
    }

    private static Duration max(Duration one, Duration other) {
        return one.compareTo(other) >= 0 ? one : other;
    }
}
