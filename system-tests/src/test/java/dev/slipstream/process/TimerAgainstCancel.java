package dev.slipstream.process;

import static dev.slipstream.system.concurrency.ParallelRun.check;

import dev.slipstream.system.concurrency.ParallelRun;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** A timer fires while it is cancelled or replaced. Afterwards no timer is set except the one that was set last. */
public final class TimerAgainstCancel implements Runnable {

    private enum State {
        ARMED,
        FIRED,
        CANCELLED
    }

    private static final long EARLY = Duration.ofSeconds(1).toNanos();
    private static final long LATE = Duration.ofSeconds(2).toNanos();

    /** A task given to the scheduler: it either fires or is cancelled, never both. */
    private record Armed(Runnable task, AtomicReference<State> state) {

        void fire() {
            if (state.compareAndSet(State.ARMED, State.FIRED)) {
                task.run();
            }
        }
    }

    /** Counts how often the timer wakes its owner. */
    private final class CountingOwner implements DeadlineTimer.Owner {

        @Override
        public void wake() {
            wakeUps.incrementAndGet();
        }

        @Override
        public void failed(Throwable thrown) {
            throw new AssertionError("the scheduler throws nothing", thrown);
        }
    }

    private final Queue<Armed> armed = new ConcurrentLinkedQueue<>();
    private final AtomicInteger wakeUps = new AtomicInteger();

    @Override
    public void run() {
        cancelled();
        replaced();
    }

    /** The timer is cancelled and set again while it fires. */
    private void cancelled() {
        DeadlineTimer timer = armedFor(LATE);
        ParallelRun.run(armed.element()::fire, () -> {
            timer.set(EARLY);
            timer.set(DeadlineTimer.NEVER);
            timer.set(EARLY);
        });
        timer.set(EARLY); // a process sets its timer again after the timer has woken it
        check(left() == 1, "one timer is set; found " + left());
        timer.set(DeadlineTimer.NEVER);
        check(left() == 0, "no timer is set; found " + left());
    }

    /** The woken process sets the timer again at once, while the timer is still firing. */
    private void replaced() {
        DeadlineTimer timer = armedFor(LATE);
        int[] seen = new int[1];
        ParallelRun.run(armed.element()::fire, () -> {
            seen[0] = wakeUps.get();
            timer.set(LATE);
        });
        if (wakeUps.get() > seen[0]) {
            timer.set(LATE);
        }
        check(left() == 1, "one timer is set again; found " + left());
    }

    private DeadlineTimer armedFor(long time) {
        armed.clear();
        wakeUps.set(0);
        DeadlineTimer timer = new DeadlineTimer(this::arm, new CountingOwner());
        timer.set(time);
        return timer;
    }

    private Scheduler.Timer arm(Duration at, Runnable task) {
        Armed fresh = new Armed(task, new AtomicReference<>(State.ARMED));
        armed.add(fresh);
        return () -> fresh.state().compareAndSet(State.ARMED, State.CANCELLED);
    }

    private long left() {
        int left = 0;
        for (Armed each : armed) {
            left += each.state().get() == State.ARMED ? 1 : 0;
        }
        return left;
    }
}
