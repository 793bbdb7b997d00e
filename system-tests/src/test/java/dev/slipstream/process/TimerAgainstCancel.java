package dev.slipstream.process;

import static dev.slipstream.system.concurrency.ParallelRun.check;

import dev.slipstream.system.concurrency.ParallelRun;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** An alarm rings while it is taken back, or looked at: afterwards one is armed, and no other is left behind. */
public final class TimerAgainstCancel implements Runnable {

    private enum State {
        ARMED,
        RINGING,
        CANCELLED
    }

    private static final long EARLY = Duration.ofSeconds(1).toNanos();
    private static final long LATE = Duration.ofSeconds(2).toNanos();

    /** What a scheduler was given: it rings or is cancelled, and not both. */
    private record Armed(Runnable task, AtomicReference<State> state) {

        void ring() {
            if (state.compareAndSet(State.ARMED, State.RINGING)) {
                task.run();
            }
        }
    }

    /** Counts how often it is woken. */
    private final class Rung implements DeadlineTimer.Owner {

        @Override
        public void wake() {
            rings.incrementAndGet();
        }

        @Override
        public void failed(Throwable thrown) {
            throw new AssertionError("the scheduler throws nothing", thrown);
        }
    }

    private final Queue<Armed> armed = new ConcurrentLinkedQueue<>();
    private final AtomicInteger rings = new AtomicInteger();

    @Override
    public void run() {
        cancelled();
        rung();
    }

    /** It is taken back, and others are armed, while it rings. */
    private void cancelled() {
        DeadlineTimer timer = armedFor(LATE);
        ParallelRun.run(armed.element()::ring, () -> {
            timer.set(EARLY);
            timer.set(DeadlineTimer.NEVER);
            timer.set(EARLY);
        });
        timer.set(EARLY); // whom it rang looks again
        check(left() == 1, "one alarm is armed; " + left() + " are");
        timer.set(DeadlineTimer.NEVER);
        check(left() == 0, "none is armed; " + left() + " are");
    }

    /** Whom it rings looks at once, while it is still ringing. */
    private void rung() {
        DeadlineTimer timer = armedFor(LATE);
        int[] seen = new int[1];
        ParallelRun.run(armed.element()::ring, () -> {
            seen[0] = rings.get();
            timer.set(LATE);
        });
        if (rings.get() > seen[0]) {
            timer.set(LATE);
        }
        check(left() == 1, "one alarm is armed anew; " + left() + " are");
    }

    private DeadlineTimer armedFor(long time) {
        armed.clear();
        rings.set(0);
        DeadlineTimer timer = new DeadlineTimer(this::arm, new Rung());
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
