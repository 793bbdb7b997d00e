package dev.slipstream.process;

import static dev.slipstream.system.concurrency.Together.check;

import dev.slipstream.system.concurrency.Together;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** An alarm rings while it is taken back, or looked at: afterwards one is armed, and no other is left behind. */
public final class AlarmAgainstCancel implements Runnable {

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
    private final class Rung implements DeadlineAlarm.Owner {

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
        DeadlineAlarm alarm = armedFor(LATE);
        Together.run(armed.element()::ring, () -> {
            alarm.set(EARLY);
            alarm.set(DeadlineAlarm.NEVER);
            alarm.set(EARLY);
        });
        alarm.set(EARLY); // whom it rang looks again
        check(left() == 1, "one alarm is armed; " + left() + " are");
        alarm.set(DeadlineAlarm.NEVER);
        check(left() == 0, "none is armed; " + left() + " are");
    }

    /** Whom it rings looks at once, while it is still ringing. */
    private void rung() {
        DeadlineAlarm alarm = armedFor(LATE);
        int[] seen = new int[1];
        Together.run(armed.element()::ring, () -> {
            seen[0] = rings.get();
            alarm.set(LATE);
        });
        if (rings.get() > seen[0]) {
            alarm.set(LATE);
        }
        check(left() == 1, "one alarm is armed anew; " + left() + " are");
    }

    private DeadlineAlarm armedFor(long time) {
        armed.clear();
        rings.set(0);
        DeadlineAlarm alarm = new DeadlineAlarm(this::arm, new Rung());
        alarm.set(time);
        return alarm;
    }

    private Scheduler.Alarm arm(Duration at, Runnable task) {
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
