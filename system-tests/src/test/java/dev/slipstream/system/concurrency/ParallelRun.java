package dev.slipstream.system.concurrency;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Runs the parts of a scenario in parallel, on new threads or on the threads that a test sets with {@link #by}. */
public final class ParallelRun {

    private static volatile @Nullable ScenarioThreads threads;

    private ParallelRun() {}

    /** Runs each part on a separate thread, and returns when all have ended; throws if one of them threw. */
    public static void run(Runnable... parts) {
        ScenarioThreads crew = threads;
        if (crew != null) {
            crew.run(parts);
            return;
        }
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        List<Thread> threads = new ArrayList<>();
        for (Runnable part : parts) {
            threads.add(new Thread(() -> {
                try {
                    part.run();
                } catch (Throwable e) {
                    thrown.compareAndSet(null, e);
                }
            }));
        }
        threads.forEach(Thread::start);
        threads.forEach(ParallelRun::join);
        if (thrown.get() != null) {
            throw new IllegalStateException(thrown.get());
        }
    }

    /** Sets the threads that run the parts in all later runs. Null selects new threads for each run. */
    static void by(@Nullable ScenarioThreads other) {
        threads = other;
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Throws an exception that names {@code what}, unless the condition holds. */
    public static void check(boolean holds, String what) {
        if (!holds) {
            throw new IllegalStateException("does not hold: " + what);
        }
    }
}
