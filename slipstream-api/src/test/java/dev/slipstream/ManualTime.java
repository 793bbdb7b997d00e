package dev.slipstream;

import dev.slipstream.process.Clock;
import dev.slipstream.process.ProcessRuntime;
import dev.slipstream.process.Scheduler;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** A time that passes only when a test says so. Clients that are started within it run on real threads. */
final class ManualTime implements Clock, Scheduler {

    private record TimedTask(Duration time, Runnable task) {}

    private final AtomicLong nanos = new AtomicLong();
    private final Queue<TimedTask> tasks = new ConcurrentLinkedQueue<>();

    @Override
    public long nanos() {
        return nanos.get();
    }

    @Override
    public Timer at(Duration time, Runnable task) {
        TimedTask timed = new TimedTask(time, task);
        tasks.add(timed);
        return () -> tasks.remove(timed);
    }

    /** Lets time pass, and runs the tasks that are then due. */
    void pass(Duration span) {
        nanos.addAndGet(span.toNanos());
        for (TimedTask timed : tasks) {
            if (timed.time().compareTo(now()) <= 0 && tasks.remove(timed)) {
                timed.task().run();
            }
        }
    }

    /** Whether a task is to run at this time. */
    boolean hasTaskAt(Duration time) {
        return tasks.stream().anyMatch(timed -> timed.time().equals(time));
    }

    /** Runs code, such as the start of a client, within this time. */
    <T> T within(Supplier<T> work) {
        ProcessRuntime real = ProcessRuntime.real();
        return new ProcessRuntime(
                        real.callbacks(), real.threads(), this, this, real.waiters(), real.probe(), real.transport())
                .within(work);
    }
}
