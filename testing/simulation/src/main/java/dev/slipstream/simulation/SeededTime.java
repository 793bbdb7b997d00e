package dev.slipstream.simulation;

import dev.slipstream.process.Waiters;
import dev.slipstream.testkit.time.VirtualTime;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The virtual time of a simulation. The seed decides the order of tasks that are due at the same instant.
 *
 * <p>Instants are rounded up to multiples of a unit, the grain. Therefore tasks are often due at the same instant.
 */
final class SeededTime {

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
    final class Task implements Runnable {

        private final Duration due;
        private final Kind kind;
        private final Runnable run;
        private final VirtualTime.Task scheduled;

        private Task(Duration due, Kind kind, Runnable run) {
            this.due = due;
            this.kind = kind;
            this.run = run;
            this.scheduled = time.at(due, random.below(1 << 16), this);
            pending.merge(kind, 1, Integer::sum);
        }

        @Override
        public void run() {
            pending.merge(kind, -1, Integer::sum);
            if (++steps > maxSteps) {
                throw new AssertionError("the simulation did not end within " + maxSteps + " steps, at " + now()
                        + "; look for a task that schedules itself without end");
            }
            collisions += due.equals(lastDue) && kind != lastKind ? 1 : 0;
            lastDue = due;
            lastKind = kind;
            run.run();
            afterEach.run();
        }
    }

    private final VirtualTime time = new VirtualTime(() -> {});
    private final Duration grain;
    private final SeededRandom random;
    private final long maxSteps;
    private final Runnable afterEach;
    private final Map<Kind, Integer> pending = new EnumMap<>(Kind.class);
    private Duration frozen = Duration.ZERO;
    private Duration lastDue = Duration.ZERO;
    private Kind lastKind = Kind.TEST;
    private int collisions;
    private long steps;

    /**
     * Starts the time at zero.
     *
     * @param afterEach runs after each task; an exception from it ends the run
     */
    SeededTime(Duration grain, SeededRandom random, long maxSteps, Runnable afterEach) {
        this.grain = grain;
        this.random = random;
        this.maxSteps = maxSteps;
        this.afterEach = afterEach;
    }

    Duration now() {
        return time.now();
    }

    Duration grain() {
        return grain;
    }

    /** The total time in which the machine was frozen and no task ran. */
    Duration frozen() {
        return frozen;
    }

    /** How often a task ran at the instant of the previous task, and the two tasks had different kinds. */
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

    /** Schedules a task at an instant, or now if the instant has passed. */
    Task at(Duration instant, Kind kind, Runnable run) {
        return new Task(instant.compareTo(now()) <= 0 ? now() : onGrain(instant), kind, run);
    }

    Task after(Duration delay, Kind kind, Runnable run) {
        return at(now().plus(delay), kind, run);
    }

    /** Cancels a task; does nothing if the task has run. */
    void cancel(@Nullable Task task) {
        if (task != null && time.cancel(task.scheduled)) {
            pending.merge(task.kind, -1, Integer::sum);
        }
    }

    /** Runs the next task inside the current task, if the next task is due now. Returns whether a task ran. */
    boolean runNextDueTask() {
        return time.step(now());
    }

    /** Advances the time by this duration, and runs the tasks that fall due. */
    void advance(Duration span) {
        time.advance(rounded(span));
    }

    /** Advances the time until a condition holds, by this duration at most. Returns whether the condition holds. */
    boolean advanceUntil(BooleanSupplier holds, Duration span) {
        return time.advanceUntil(holds, rounded(span));
    }

    /** Advances the time without running tasks, as if the machine slept. Tasks that fall due meanwhile run late. */
    void freeze(Duration span) {
        Duration rounded = rounded(span);
        frozen = frozen.plus(rounded);
        time.freeze(rounded);
    }

    Waiters.Waiter waiter() {
        return time.waiter(this::onGrain);
    }

    private Duration rounded(Duration span) {
        return onGrain(now().plus(span)).minus(now());
    }

    /** Rounds an instant up to a multiple of the grain. */
    Duration onGrain(Duration instant) {
        long step = grain.toNanos();
        long nanos = instant.toNanos();
        return Duration.ofNanos((nanos + step - 1) / step * step);
    }
}
