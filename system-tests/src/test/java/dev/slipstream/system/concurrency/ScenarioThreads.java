package dev.slipstream.system.concurrency;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Threads that keep running between scenarios, so that the parts of each scenario start almost at the same time.
 *
 * <p>A part takes microseconds. If a part takes longer than {@link #PATIENCE}, one of the threads missed a wake-up.
 */
final class ScenarioThreads implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int SPINS = 2_000;

    private final List<Thread> threads = new ArrayList<>();
    private final AtomicInteger running = new AtomicInteger();
    private final AtomicReference<Throwable> thrown = new AtomicReference<>();
    private volatile Runnable[] parts = {};
    private volatile int round;
    private volatile boolean closed;

    ScenarioThreads(int size) {
        for (int i = 0; i < size; i++) {
            int index = i;
            Thread thread = new Thread(() -> work(index), "crew-" + i);
            thread.setDaemon(true);
            threads.add(thread);
            thread.start();
        }
    }

    /** Runs the parts in parallel and returns when all have ended; throws if one of them threw. */
    void run(Runnable... these) {
        running.set(these.length);
        parts = these;
        round++;
        threads.forEach(LockSupport::unpark);
        long end = System.nanoTime() + PATIENCE.toNanos();
        for (int i = 0; running.get() > 0; i++) {
            pause(i);
            if (System.nanoTime() > end) {
                throw new IllegalStateException("a part did not end within " + PATIENCE + ": " + late());
            }
        }
        Throwable first = thrown.getAndSet(null);
        if (first != null) {
            throw new IllegalStateException(first);
        }
    }

    private void work(int index) {
        int done = 0;
        for (int i = 0; !closed; i++) {
            if (round == done) {
                pause(i);
                continue;
            }
            done = round;
            i = 0;
            Runnable[] these = parts;
            if (index < these.length) {
                attempt(these[index]);
            }
        }
    }

    private void attempt(Runnable part) {
        try {
            part.run();
        } catch (Throwable e) {
            thrown.compareAndSet(null, e);
        } finally {
            running.decrementAndGet();
        }
    }

    private static void pause(int times) {
        if (times < SPINS) {
            Thread.onSpinWait();
        } else {
            LockSupport.parkNanos(50_000);
        }
    }

    private @Nullable List<StackTraceElement> late() {
        return threads.stream()
                .map(thread -> List.of(thread.getStackTrace()))
                .filter(stack ->
                        stack.stream().anyMatch(frame -> frame.getMethodName().equals("attempt")))
                .findFirst()
                .orElse(null);
    }

    @Override
    public void close() {
        closed = true;
        threads.forEach(LockSupport::unpark);
    }
}
