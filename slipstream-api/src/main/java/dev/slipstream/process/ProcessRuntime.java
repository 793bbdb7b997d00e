package dev.slipstream.process;

import dev.slipstream.core.transport.TransportProvider;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * All that processes have from outside, so that a simulation can give them another world.
 *
 * @param callbacks runs client processes, and so the user's callbacks; a task may block for as long as they do
 * @param threads runs what no callback may hold up: the work of connections, and code of the user that others wait for
 * @param scheduler calls back later
 * @param clock tells the time
 * @param waiters where callbacks and callers wait
 * @param probe sees what machines are told
 * @param transport of clients that name none; the only one that is found if empty
 */
public record ProcessRuntime(
        Executor callbacks,
        Executor threads,
        Scheduler scheduler,
        Clock clock,
        Waiters waiters,
        InputProbe probe,
        Optional<TransportProvider> transport) {

    private static final long START = System.nanoTime();
    private static final Clock CLOCK = new Clock() {

        @Override
        public Duration now() {
            return Duration.ofNanos(nanos());
        }

        @Override
        public long nanos() {
            return System.nanoTime() - START;
        }
    };

    private static final ThreadFactory FACTORY =
            Thread.ofVirtual().name("slipstream").factory();
    private static final Executor THREADS = task -> FACTORY.newThread(task).start();
    private static final ProcessRuntime REAL = new ProcessRuntime(
            THREADS,
            THREADS,
            TimerThread::schedule,
            CLOCK,
            () -> new ThreadWaiter(CLOCK),
            InputProbe.NONE,
            Optional.empty());

    /** The world that a test gave the current thread; a client that is started in it lives in it. */
    private static final ThreadLocal<ProcessRuntime> SIMULATED = new ThreadLocal<>();

    /** Returns the world in which a client is started here: the real one, unless this is {@link #within} another. */
    public static ProcessRuntime current() {
        ProcessRuntime simulated = SIMULATED.get();
        return simulated == null ? real() : simulated;
    }

    /** Runs something, such as the start of a client, in this world. */
    public <T> T within(Supplier<T> work) {
        ProcessRuntime before = SIMULATED.get();
        SIMULATED.set(this);
        try {
            return work.get();
        } finally {
            SIMULATED.set(before);
        }
    }

    /** Virtual threads, and one thread of ours for all timers of this JVM. */
    public static ProcessRuntime real() {
        return REAL;
    }

    /** Waits until something is done, for so long at most; returns whether it is. */
    public boolean await(CompletableFuture<?> done, Duration patience) throws InterruptedException {
        Duration until = clock.now().plus(patience);
        Waiters.Waiter waiter = waiters.waiter();
        CompletableFuture<?> unused = done.whenComplete((value, thrown) -> waiter.unpark());
        while (!done.isDone() && clock.now().compareTo(until) < 0) {
            if (!waiter.parkUntil(until)) {
                throw new InterruptedException();
            }
        }
        return done.isDone();
    }

    /** Returns this world, with callbacks run by another executor. */
    public ProcessRuntime with(Executor other) {
        return new ProcessRuntime(other, threads, scheduler, clock, waiters, probe, transport);
    }

    /** Runs what depends on something that is done on a thread of its own; on this one if there is no other. */
    public void elsewhere(Runnable dependent) {
        try {
            threads.execute(dependent);
        } catch (RuntimeException | Error e) {
            dependent.run(); // late is better than never, and whoever waits for it knows of no thread
        }
    }

    /** One thread for all timers, which ends when there have been none for half a second. */
    private static final class TimerThread {

        private static final ScheduledThreadPoolExecutor TIMER = timer();

        private static ScheduledThreadPoolExecutor timer() {
            ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, task -> {
                Thread thread = new Thread(task, "slipstream-timer");
                thread.setDaemon(true);
                return thread;
            });
            timer.setRemoveOnCancelPolicy(true);
            timer.setKeepAliveTime(500, TimeUnit.MILLISECONDS);
            timer.allowCoreThreadTimeOut(true);
            return timer;
        }

        static Scheduler.Timer schedule(Duration time, Runnable task) {
            long delay = time.minus(CLOCK.now()).toNanos();
            Later later = new Later(task);
            later.future = TIMER.schedule(later, Math.max(delay, 0), TimeUnit.NANOSECONDS);
            return later;
        }

        /** A task and the way to take it back in one: most timers wait for long, and there is one for each process. */
        private static final class Later implements Callable<Boolean>, Scheduler.Timer {

            private final Runnable task;
            private @Nullable Future<?> future;

            Later(Runnable task) {
                this.task = task;
            }

            @Override
            public Boolean call() {
                task.run();
                return true;
            }

            @Override
            public void cancel() {
                if (future != null) {
                    future.cancel(false);
                }
            }
        }
    }
}
