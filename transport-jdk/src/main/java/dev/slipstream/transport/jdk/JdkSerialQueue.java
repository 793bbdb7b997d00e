package dev.slipstream.transport.jdk;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Runs tasks one at a time, in order. Each task happens before the next.
 *
 * <p>A task runs on the thread that gives it, or on the one that runs the queue just then: one given by a task runs
 * after that task, never inside it.
 */
final class JdkSerialQueue {

    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private final Consumer<Throwable> thrown;

    /**
     * An empty queue.
     *
     * @param thrown receives an exception of a task; must not throw
     */
    JdkSerialQueue(Consumer<Throwable> thrown) {
        this.thrown = thrown;
    }

    void run(Runnable task) {
        tasks.add(task);
        if (waiting.getAndIncrement() > 0) {
            return;
        }
        runAll();
    }

    /** As {@link #run(Runnable)}, for a task that is always the same object. Allocates nothing if no task waits. */
    <T> void run(Consumer<? super T> task, T with) {
        if (!waiting.compareAndSet(0, 1)) {
            run(() -> task.accept(with));
            return;
        }
        try {
            task.accept(with);
        } catch (Throwable e) { // as below
            thrown.accept(e);
        }
        if (waiting.decrementAndGet() > 0) {
            runAll();
        }
    }

    private void runAll() {
        do {
            runNext();
        } while (waiting.decrementAndGet() > 0);
    }

    @SuppressWarnings("NullAway") // counted before it is polled, added before it is counted
    private void runNext() {
        Runnable task = tasks.poll();
        try {
            task.run();
        } catch (Throwable e) { // the JDK throws errors as well, and a queue that stops would stop for ever
            thrown.accept(e);
        }
    }
}
