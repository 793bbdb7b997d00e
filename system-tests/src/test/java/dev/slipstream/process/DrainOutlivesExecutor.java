package dev.slipstream.process;

import static dev.slipstream.system.concurrency.ParallelRun.check;

import dev.slipstream.system.concurrency.ParallelRun;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;

/**
 * Two threads add work to a {@link Drain}: one calls {@code signal}, the other calls {@code signalAnew}. Meanwhile the
 * executor of the drain shuts down and drops its tasks. If the executor refuses a task, the drain stores the exception.
 * Afterwards the scenario calls {@code signalAnew} once more, and a spare executor runs the remaining work.
 */
public final class DrainOutlivesExecutor implements Runnable {

    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final Queue<Runnable> spare = new ConcurrentLinkedQueue<>();
    private final Queue<String> work = new ConcurrentLinkedQueue<>();
    private volatile boolean isShutDown;
    private volatile boolean refused;

    private final class Worker implements Drain.Worker {

        @Override
        public void work() {
            while (work.poll() != null) {}
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
        isShutDown = false;
        refused = false;
        Drain drain = new Drain(new Worker(), this::execute, spare::add);
        ParallelRun.run(
                () -> {
                    work.add("work");
                    drain.signal();
                },
                () -> {
                    work.add("the end");
                    drain.signalAnew();
                },
                () -> isShutDown = true);
        tasks.clear();
        check(!refused || drain.failure() != null, "the drain remembers the refusal of the executor");
        drain.signalAnew();
        for (Runnable task = spare.poll(); task != null; task = spare.poll()) {
            task.run();
        }
        check(work.isEmpty(), "all work is done");
    }

    private void execute(Runnable task) {
        if (isShutDown) {
            refused = true;
            throw new RejectedExecutionException();
        }
        tasks.add(task);
    }
}
