package dev.slipstream.testkit;

import dev.slipstream.process.ProcessRuntime;
import dev.slipstream.process.Waiters;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A thread of a {@link VirtualRuntime}: it runs only between being resumed and giving its turn back. */
final class VirtualThread {

    private static final ThreadLocal<VirtualThread> CURRENT = new ThreadLocal<>();

    private final VirtualRuntime runtime;
    private final Semaphore go = new Semaphore(0);
    private final Thread thread;
    private volatile @Nullable Spot parkedAt;

    /** Makes a strand that waits to be resumed. */
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
                runtime.through(this);
                runtime.giveTurn();
            }
        });
    }

    /** The strand that the calling thread is, if it is one. */
    static @Nullable VirtualThread current() {
        return CURRENT.get();
    }

    /** Lets it run, and returns when it waits or is through. */
    void resume() {
        go.release();
        runtime.awaitTurn(this);
    }

    /** Ends its wait, and each further one, as an interrupt does. */
    void interrupt() {
        thread.interrupt();
        Spot spot = parkedAt;
        if (spot != null) {
            spot.unpark();
        }
    }

    StackTraceElement[] stackTrace() {
        return thread.getStackTrace();
    }

    Waiters.Waiter place() {
        return new Spot();
    }

    /** Where a spot stands. */
    private enum State {
        FREE,
        PERMIT,
        PARKED,
        WAKING
    }

    /** A place for this strand to wait at. Permits come from any thread; waking is the driver's. */
    private final class Spot implements Waiters.Waiter {

        private final AtomicReference<State> state = new AtomicReference<>(State.FREE);

        @Override
        public boolean parkUntil(Duration instant) {
            if (!state.compareAndSet(State.PERMIT, State.FREE)) {
                VirtualRuntime.Task timer = runtime.at(instant, this::wake);
                parkedAt = this;
                if (state.compareAndSet(State.FREE, State.PARKED)) {
                    runtime.giveTurn();
                    go.acquireUninterruptibly();
                } else {
                    state.set(State.FREE); // the permit came just now
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
