package dev.slipstream.testkit.simulation;

import java.time.Duration;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Time that goes on only when it is told to, and what is to happen in it: one task at a time, on the caller's thread.
 *
 * <p>Instants lie on a coarse grain, so that things which would hardly ever meet do. Which of two tasks of one instant
 * comes first is for the dice to say.
 */
final class VirtualTime {

    /** What a task is, for those who count. */
    enum Kind {
        /** Something of the network or the server. */
        NETWORK,
        /** A deadline of a process. */
        TIMER,
        /** What a process gave its executor; it may run callbacks, and these may wait. */
        PROCESS,
        /** What the test wants done. */
        TEST
    }

    /** Something that is to happen; it can be taken back. */
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
     * Makes a time that begins now.
     *
     * @param afterEach runs after each task; what it throws ends the run
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

    /** How much of the time that went by was a freeze, in which nothing ran. */
    Duration frozen() {
        return frozen;
    }

    /** How often a task ran at the instant of the one before, which was of another kind. */
    int collisions() {
        return collisions;
    }

    /** How many tasks ran. */
    long steps() {
        return steps;
    }

    /** How many tasks of this kind lie ahead. */
    int pending(Kind kind) {
        return pending.getOrDefault(kind, 0);
    }

    /** Lets something happen at an instant, or now if that has gone by. */
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

    /** Takes a task back; one that ran is past that. */
    void cancel(@Nullable Task task) {
        if (task != null && !task.isOver) {
            task.isOver = true;
            pending.merge(task.kind, -1, Integer::sum);
        }
    }

    /** Runs the next task if it is due by then; time goes on to its instant. */
    boolean step(Duration until) {
        Task next = next();
        if (next == null || next.due.compareTo(until) > 0) {
            return false;
        }
        run(next);
        return true;
    }

    /** Runs the next task if it is due at this instant, inside of the one that runs; returns whether one was. */
    boolean stepAside() {
        return step(now);
    }

    /** Runs all that is due within this span, and ends at its end. */
    void advance(Duration span) {
        Duration until = onGrain(now.plus(span));
        while (step(until)) {
            // each task may add more
        }
        now = max(now, until);
    }

    /** Runs on until something holds, for this span at most; returns whether it does. */
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

    /** Goes on without running anything, as if the machine slept: what fell due meanwhile is late. */
    void freeze(Duration span) {
        Duration until = onGrain(now.plus(span));
        frozen = frozen.plus(until.minus(now));
        now = until;
    }

    /** The next task that was not taken back; those that were stay where they are until their turn comes. */
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
            throw new AssertionError("after " + maxSteps + " steps something still goes round in circles, at " + now);
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
