package dev.slipstream.process;

import static dev.slipstream.system.concurrency.ParallelRun.check;

import dev.slipstream.system.concurrency.ParallelRun;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Two threads add work to a {@link Drain}, and an executor with two threads runs the work. One thread at a time works
 * until all work is done.
 */
public final class DrainWakes implements Runnable {

    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final Queue<String> work = new ConcurrentLinkedQueue<>();
    private final AtomicInteger inside = new AtomicInteger();
    private volatile boolean overlapped;

    private final class Worker implements Drain.Worker {

        @Override
        public void work() {
            if (inside.incrementAndGet() != 1) {
                overlapped = true;
            }
            while (work.poll() != null) {}
            inside.decrementAndGet();
        }

        @Override
        public void rest() {}

        @Override
        public void giveUp(Throwable failure) {
            work();
        }
    }

    @Override
    public void run() {
        Drain drain = new Drain(new Worker(), tasks::add, tasks::add);
        ParallelRun.run(() -> put(drain), () -> put(drain), this::runOne, this::runOne);
        while (runsOne()) {}
        check(work.isEmpty(), "all work is done");
        check(!overlapped, "one thread at a time works");
    }

    private void put(Drain drain) {
        work.add("work");
        drain.signal();
    }

    private void runOne() {
        boolean unused = runsOne();
    }

    private boolean runsOne() {
        Runnable task = tasks.poll();
        if (task != null) {
            task.run();
        }
        return task != null;
    }
}
