package dev.slipstream.system.concurrency;

import static dev.slipstream.system.concurrency.ParallelRun.check;

import dev.slipstream.core.machine.websocket.SerialQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** Several threads add tasks, and tasks do: each runs once, none inside another, as all transports run theirs. */
public final class TasksInTurn implements Runnable {

    @Override
    public void run() {
        SerialQueue queue = new SerialQueue(thrown -> {
            throw new IllegalStateException(thrown);
        });
        AtomicInteger inside = new AtomicInteger();
        int[] done = new int[1];
        Runnable task = () -> {
            check(inside.getAndIncrement() == 0, "no task runs inside another");
            done[0]++;
            inside.decrementAndGet();
        };
        ParallelRun.run(
                () -> queue.run(task),
                () -> queue.run(() -> {
                    task.run();
                    queue.run(task);
                }));
        check(done[0] == 3, "each task has run, and not " + done[0]);
    }
}
