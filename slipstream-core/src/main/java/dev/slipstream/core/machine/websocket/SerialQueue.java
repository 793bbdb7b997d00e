package dev.slipstream.core.machine.websocket;

import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Runs tasks one at a time, in order. Each task <i>happens-before</i> the next task.
 *
 * <p>A task runs on the thread that adds it, unless another thread is running tasks of the queue. If a running task
 * adds another task, the added task runs later, never inside the running task. The queue starts no thread and never
 * blocks.
 */
public final class SerialQueue {

    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final AtomicInteger unfinished = new AtomicInteger();
    private final Consumer<Throwable> thrown;

    /**
     * Makes an empty queue.
     *
     * @param thrown receives each exception that a task throws; must not throw itself
     */
    public SerialQueue(Consumer<Throwable> thrown) {
        this.thrown = thrown;
    }

    /** Runs the task now, or after the tasks that were added before. */
    public void run(Runnable task) {
        tasks.add(task);
        if (unfinished.getAndIncrement() == 0) {
            runAll();
        }
    }

    /**
     * Runs the task with this argument now, or after the tasks that were added before. The caller can use one task
     * object for many arguments. Allocates nothing if no other task runs or waits.
     */
    public <T> void run(Consumer<? super T> task, T with) {
        if (!runsNow(task, with)) {
            run(() -> task.accept(with));
        }
    }

    /** Runs the task with this argument, unless another task runs or waits. Returns whether the task has run. */
    <T> boolean runsNow(Consumer<? super T> task, T with) {
        if (!unfinished.compareAndSet(0, 1)) {
            return false;
        }
        try {
            task.accept(with);
        } catch (Throwable e) { // a library may throw an Error, and the queue must continue
            thrown.accept(e);
        }
        if (unfinished.decrementAndGet() > 0) {
            runAll();
        }
        return true;
    }

    /** The number of tasks that have not ended. Any thread may call this method. */
    int unfinished() {
        return unfinished.get();
    }

    private void runAll() {
        do {
            Runnable task = Objects.requireNonNull(tasks.poll(), "a task was counted before it was added");
            try {
                task.run();
            } catch (Throwable e) { // a library may throw an Error, and the queue must continue
                thrown.accept(e);
            }
        } while (unfinished.decrementAndGet() > 0);
    }
}
