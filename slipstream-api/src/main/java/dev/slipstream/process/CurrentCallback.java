package dev.slipstream.process;

import dev.slipstream.core.state.CallbackScope;
import dev.slipstream.core.state.LiveSocket;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The running callback, if any, and its thread. A script is treated as one long callback. A {@link SocketLineage} (the
 * lineage) keeps the operations that the callback has applied.
 */
final class CurrentCallback {

    private volatile @Nullable Thread thread;
    /**
     * The lineage of the running callback: its applied operations and its last socket. Written before {@code thread},
     * so that code that reads the new {@code thread} also reads the new lineage.
     */
    private @Nullable SocketLineage lineage;
    /** When the running callback began, in nanoseconds. Written before {@code thread}. */
    private long since;
    /**
     * A lineage of an earlier callback that the next callback can reuse. A lineage that a {@link CommitPoint} holds is
     * never reused.
     */
    private @Nullable SocketLineage spare;

    /** Begins a callback with this socket at this time, and returns its lineage. */
    SocketLineage begin(String callback, LiveSocket first, long now) {
        SocketLineage mine = spare == null ? new SocketLineage() : spare;
        spare = null;
        mine.begin(callback, first);
        lineage = mine;
        since = now;
        thread = Thread.currentThread();
        return mine;
    }

    void end() {
        thread = null;
        lineage = null;
    }

    /** Ends the use of a lineage. Keeps the lineage for reuse, unless a commit point holds it. */
    void release(SocketLineage used) {
        if (!used.isHeld()) {
            used.clear();
            spare = used;
        }
    }

    /** The name of the running callback, if the calling thread runs it. */
    Optional<String> here() {
        return Optional.ofNullable(lineageHere()).map(SocketLineage::callback);
    }

    /**
     * The lineage of the callback that the calling thread runs. The caller makes a commit point that holds the lineage,
     * so no later callback reuses the lineage.
     *
     * @throws IllegalStateException if the thread runs no callback
     */
    SocketLineage hold(Supplier<String> who) {
        SocketLineage mine = lineageHere();
        if (mine == null) {
            throw new IllegalStateException("cannot use a session of " + who.get() + " on "
                    + named(Thread.currentThread()) + ": it runs none of this client's callbacks, and " + running()
                    + "; call Slipstream.session in a callback");
        }
        mine.hold();
        return mine;
    }

    /**
     * Checks that the calling thread runs the callback of this lineage, and returns the lineage.
     *
     * @throws IllegalStateException if the callback of the lineage has ended, or runs on another thread
     */
    SocketLineage checked(SocketLineage commit) {
        SocketLineage mine = lineageHere();
        if (mine == null || mine != commit) {
            throw new IllegalStateException(
                    lineage == commit
                            ? "cannot use this session on " + named(Thread.currentThread()) + ": it belongs to "
                                    + commit.described() + ", and " + running() + "; use a session on one thread only"
                            : "this session has ended, because " + commit.described() + " has ended; call "
                                    + (commit.isScript()
                                            ? "Slipstream.open for another one"
                                            : "Slipstream.session in each callback"));
        }
        return mine;
    }

    /**
     * Checks that the calling thread runs the callback of this scope.
     *
     * @throws IllegalStateException if the callback has ended, or runs on another thread
     */
    void checkWrite(CallbackScope scope, Supplier<String> who) {
        SocketLineage mine = lineageHere();
        if (mine == null) {
            throw new IllegalStateException("cannot write on this socket of " + who.get() + " on "
                    + named(Thread.currentThread()) + ": a socket belongs to the thread of its callback, and "
                    + running()
                    + "; call RunningClient.run to write from another thread");
        }
        if (!mine.isOf(scope)) {
            throw new IllegalStateException("cannot write on this socket of " + who.get()
                    + ": it belongs to an earlier callback, and now " + mine.callback() + " runs; use the socket that "
                    + mine.callback() + " received");
        }
    }

    private @Nullable SocketLineage lineageHere() {
        return Thread.currentThread().equals(thread) ? lineage : null;
    }

    /** Names the running callback, and says how long it has been running. */
    String running(Clock clock) {
        Thread its = thread;
        SocketLineage now = lineage;
        return its == null || now == null
                ? "no callback is running"
                : now.callback() + " has been running for " + Duration.ofMillis(nanosSince(clock) / 1_000_000) + " on "
                        + named(its);
    }

    /** How long the running callback has been running; zero if none runs. */
    Duration runningFor(Clock clock) {
        return thread == null ? Duration.ZERO : Duration.ofNanos(nanosSince(clock));
    }

    private long nanosSince(Clock clock) {
        return clock.nanos() - since;
    }

    private String running() {
        Thread its = thread;
        SocketLineage now = lineage;
        return its == null || now == null ? "no callback is running" : now.callback() + " runs on " + named(its);
    }

    /** Shows a thread by number and name, because threads may have the same name or none. */
    private static String named(Thread thread) {
        return "thread " + thread.threadId() + " \"" + thread.getName() + "\"";
    }
}
