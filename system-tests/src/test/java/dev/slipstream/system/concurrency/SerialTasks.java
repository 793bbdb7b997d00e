package dev.slipstream.system.concurrency;

import static dev.slipstream.system.concurrency.ParallelRun.check;

import dev.slipstream.core.machine.websocket.SerialQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Several threads and one task add tasks to a {@link SerialQueue}, which all transports use. Each task runs once, and
 * none runs inside another.
 */
public final class SerialTasks implements Runnable {

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
        check(done[0] == 3, "all 3 tasks have run, not " + done[0]);
    }
}
