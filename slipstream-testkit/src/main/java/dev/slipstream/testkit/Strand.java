package dev.slipstream.testkit;

import dev.slipstream.process.Parking;
import dev.slipstream.process.World;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A thread of a {@link VirtualWorld}: it runs only between being resumed and giving its turn back. */
final class Strand {

    private static final ThreadLocal<Strand> CURRENT = new ThreadLocal<>();

    private final VirtualWorld world;
    private final Semaphore go = new Semaphore(0);
    private final Thread thread;
    private volatile @Nullable Spot parkedAt;

    /** Makes a strand that waits to be resumed. */
    Strand(VirtualWorld world, World within, Runnable work) {
        this.world = world;
        this.thread = Thread.ofVirtual().name("slipstream-test").start(() -> {
            go.acquireUninterruptibly();
            CURRENT.set(this);
            try {
                within.within(() -> {
                    work.run();
                    return this;
                });
            } finally {
                world.through(this);
                world.giveTurn();
            }
        });
    }

    /** The strand that the calling thread is, if it is one. */
    static @Nullable Strand current() {
        return CURRENT.get();
    }

    /** Lets it run, and returns when it waits or is through. */
    void resume() {
        go.release();
        world.awaitTurn(this);
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

    Parking.Place place() {
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
    private final class Spot implements Parking.Place {

        private final AtomicReference<State> state = new AtomicReference<>(State.FREE);

        @Override
        public boolean parkUntil(Duration instant) {
            if (!state.compareAndSet(State.PERMIT, State.FREE)) {
                VirtualWorld.Task alarm = world.at(instant, this::wake);
                parkedAt = this;
                if (state.compareAndSet(State.FREE, State.PARKED)) {
                    world.giveTurn();
                    go.acquireUninterruptibly();
                } else {
                    state.set(State.FREE); // the permit came just now
                }
                parkedAt = null;
                world.cancel(alarm);
            }
            return !Thread.currentThread().isInterrupted();
        }

        @Override
        public void unpark() {
            if (!state.compareAndSet(State.FREE, State.PERMIT) && state.compareAndSet(State.PARKED, State.WAKING)) {
                world.at(world.now(), this::wake);
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
