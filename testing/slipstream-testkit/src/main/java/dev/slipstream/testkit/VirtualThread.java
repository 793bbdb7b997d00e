package dev.slipstream.testkit;

import dev.slipstream.process.ProcessRuntime;
import dev.slipstream.process.Waiters;
import dev.slipstream.testkit.time.VirtualTime;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A thread of a {@link VirtualRuntime}. It runs from {@link #resume} until it waits or finishes. */
final class VirtualThread {

    private static final ThreadLocal<VirtualThread> CURRENT = new ThreadLocal<>();

    private final VirtualRuntime runtime;
    private final Semaphore go = new Semaphore(0);
    private final Thread thread;
    private volatile @Nullable VirtualWaiter parkedAt;

    /** Starts a thread that waits for the first {@link #resume}. */
    VirtualThread(VirtualRuntime runtime, ProcessRuntime within, Runnable work) {
        this.runtime = runtime;
        this.thread = Thread.ofVirtual().name("slipstream-test").start(() -> {
            go.acquireUninterruptibly();
            CURRENT.set(this);
            try {
                within.within(() -> {
                    work.run();
                    return this;
                });
            } finally {
                runtime.finished(this);
                runtime.yieldToDriver();
            }
        });
    }

    /** Returns the calling thread, or null if it is not a thread of a {@link VirtualRuntime}. */
    static @Nullable VirtualThread current() {
        return CURRENT.get();
    }

    /** Runs the thread, and returns when it waits or has finished. */
    void resume() {
        go.release();
        runtime.awaitYield(this);
    }

    /** Interrupts the thread: its current wait and all later waits end. */
    void interrupt() {
        thread.interrupt();
        VirtualWaiter waiter = parkedAt;
        if (waiter != null) {
            waiter.unpark();
        }
    }

    StackTraceElement[] stackTrace() {
        return thread.getStackTrace();
    }

    Waiters.Waiter waiter() {
        return new VirtualWaiter();
    }

    /** The state of a waiter. */
    private enum State {
        FREE,
        PERMIT,
        PARKED,
        WAKING
    }

    /**
     * Parks this thread. Any thread may call unpark, but only the driver (see {@link VirtualRuntime}) resumes the
     * thread.
     */
    private final class VirtualWaiter implements Waiters.Waiter {

        private final AtomicReference<State> state = new AtomicReference<>(State.FREE);

        @Override
        public boolean parkUntil(Duration instant) {
            if (!state.compareAndSet(State.PERMIT, State.FREE)) {
                VirtualTime.Task timer = runtime.at(instant, this::wake);
                parkedAt = this;
                if (state.compareAndSet(State.FREE, State.PARKED)) {
                    runtime.yieldToDriver();
                    go.acquireUninterruptibly();
                } else {
                    state.set(State.FREE); // another thread has called unpark() meanwhile
                }
                parkedAt = null;
                runtime.cancel(timer);
            }
            return !Thread.currentThread().isInterrupted();
        }

        @Override
        public void unpark() {
            if (!state.compareAndSet(State.FREE, State.PERMIT) && state.compareAndSet(State.PARKED, State.WAKING)) {
                runtime.at(runtime.now(), this::wake);
            }
        }

        private void wake() {
            State was = state.get();
            if (was == State.PARKED || was == State.WAKING) {
                state.set(State.FREE);
                resume();
            }
        }
    }
}
