package dev.slipstream.system.concurrency;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Threads that run side by side: how a scenario is written down, whoever decides in which order they take their steps. */
public final class ParallelRun {

    private static volatile @Nullable ScenarioThreads threads;

    private ParallelRun() {}

    /** Runs each part on a thread of its own, and returns when all are through; what one of them throws is thrown. */
    public static void run(Runnable... parts) {
        ScenarioThreads there = threads;
        if (there != null) {
            there.run(parts);
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

    /** From now on it is this crew that runs the parts; null if it is threads of their own. */
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

    /** Says what must hold, by types of the JDK alone: a scenario is loaded anew around each broken copy. */
    public static void check(boolean holds, String what) {
        if (!holds) {
            throw new IllegalStateException("not so: " + what);
        }
    }
}
