package dev.slipstream.transport.jdk;

import static dev.slipstream.system.concurrency.ParallelRun.check;

import dev.slipstream.system.concurrency.ParallelRun;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Tasks are given by several threads, and by tasks: each runs once, none inside another, in both transports' queues. */
public final class TasksInTurn implements Runnable {

    private static final Consumer<Throwable> RETHROW = thrown -> {
        throw new IllegalStateException(thrown);
    };

    @Override
    public void run() {
        JdkSerialQueue jdk = new JdkSerialQueue(RETHROW);
        tryOut(jdk::run);
        var tyrus = new dev.slipstream.transport.tyrus.container.TyrusSerialQueue(RETHROW);
        tryOut(tyrus::run);
    }

    private static void tryOut(Consumer<Runnable> queue) {
        AtomicInteger inside = new AtomicInteger();
        int[] done = new int[1];
        Runnable task = () -> {
            check(inside.getAndIncrement() == 0, "no task runs inside another");
            done[0]++;
            inside.decrementAndGet();
        };
        ParallelRun.run(
                () -> queue.accept(task),
                () -> queue.accept(() -> {
                    task.run();
                    queue.accept(task);
                }));
        check(done[0] == 3, "each task has run, and not " + done[0]);
    }
}
