package dev.slipstream.process;

import dev.slipstream.core.transport.TransportProvider;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * The environment of processes: executors, scheduler, clock and waiters. A simulation replaces it.
 *
 * @param callbacks runs client processes with the user's callbacks, which may block
 * @param threads runs work that callbacks must not delay: connections, suppliers, and stages that depend on replies
 * @param scheduler runs tasks later
 * @param clock gives the time
 * @param waiters makes the waiters that park callbacks and callers
 * @param probe receives the inputs of state machines
 * @param transport the transport of clients whose options name none; if empty, the {@code ServiceLoader} finds it
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
        public long nanos() {
            return System.nanoTime() - START;
        }

        @Override
        public Instant date() {
            return Instant.now();
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

    /** The runtime that a test set for the current thread; clients that the thread starts use it. */
    private static final ThreadLocal<ProcessRuntime> SIMULATED = new ThreadLocal<>();

    /**
     * Returns the runtime for a client that this thread starts: the runtime that {@link #within} set, otherwise the
     * real runtime.
     */
    public static ProcessRuntime current() {
        ProcessRuntime simulated = SIMULATED.get();
        return simulated == null ? real() : simulated;
    }

    /** Runs code, such as the start of a client, with this runtime. */
    public <T> T within(Supplier<T> work) {
        ProcessRuntime before = SIMULATED.get();
        SIMULATED.set(this);
        try {
            return work.get();
        } finally {
            SIMULATED.set(before);
        }
    }

    /** Returns the real runtime: virtual threads, and one timer thread for this JVM. */
    public static ProcessRuntime real() {
        return REAL;
    }

    /** Waits for a future, for this long at most. Returns whether the future is complete. */
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

    /** Returns this runtime with another executor for callbacks. */
    public ProcessRuntime with(Executor other) {
        return new ProcessRuntime(other, threads, scheduler, clock, waiters, probe, transport);
    }

    /** Runs a dependent stage on a separate thread, or on the calling thread if the executor fails. */
    public void elsewhere(Runnable dependent) {
        try {
            threads.execute(dependent);
        } catch (RuntimeException | Error e) {
            dependent.run(); // else the stage would never complete
        }
    }

    /** One thread for all timers, which ends after 500 ms without a timer. */
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
            // A Callable, because the executor would wrap a Runnable in another object.
            Callable<Boolean> called = () -> {
                task.run();
                return true;
            };
            Future<?> future = TIMER.schedule(called, Math.max(delay, 0), TimeUnit.NANOSECONDS);
            return () -> future.cancel(false);
        }
    }
}
