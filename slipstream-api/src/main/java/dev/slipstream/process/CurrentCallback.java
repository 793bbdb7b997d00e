package dev.slipstream.process;

import dev.slipstream.core.state.LiveSocket;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The callback that runs just now, if one does, and the thread that it runs on. A script is one long callback. */
final class CurrentCallback {

    private volatile @Nullable Thread thread;
    /** Written before the thread is, so that who sees the one sees the other. */
    private @Nullable SocketLineage lineage;
    /** That of an earlier callback, if nobody can ask of it any more: most callbacks make no commit point. */
    private @Nullable SocketLineage spare;

    /** Returns the line of the callback that begins, which begins with this token. */
    SocketLineage begin(String callback, LiveSocket first) {
        SocketLineage mine = spare == null ? new SocketLineage() : spare;
        spare = null;
        mine.begin(callback, first);
        lineage = mine;
        thread = Thread.currentThread();
        return mine;
    }

    void end() {
        thread = null;
        lineage = null;
    }

    /** All that a callback did is known: its line may be another's. */
    void through(SocketLineage with) {
        if (!with.isHeld()) {
            with.clear();
            spare = with;
        }
    }

    /** The name of the callback, if the calling thread is the one that runs it. */
    Optional<String> here() {
        return Optional.ofNullable(lineHere()).map(SocketLineage::callback);
    }

    /**
     * The line of the callback that the calling thread runs, for a commit point: from now on it is no other's.
     *
     * @throws IllegalStateException if it runs none
     */
    SocketLineage hold() {
        SocketLineage mine = lineHere();
        if (mine == null) {
            throw new IllegalStateException("a session belongs to a callback and its thread: "
                    + named(Thread.currentThread()) + " runs none of this client's callbacks, and " + running());
        }
        mine.hold();
        return mine;
    }

    /**
     * The line of a commit point.
     *
     * @throws IllegalStateException if the callback that it belongs to is through, or runs on another thread
     */
    SocketLineage line(SocketLineage commit) {
        SocketLineage mine = lineHere();
        if (mine == null || mine != commit) {
            throw new IllegalStateException(
                    lineage == commit
                            ? "this session is another thread's: " + running() + ", and this is "
                                    + named(Thread.currentThread())
                            : "this session is over: " + commit.callback() + " is through");
        }
        return mine;
    }

    private @Nullable SocketLineage lineHere() {
        return Thread.currentThread().equals(thread) ? lineage : null;
    }

    private String running() {
        Thread its = thread;
        SocketLineage now = lineage;
        return its == null || now == null ? "none runs just now" : now.callback() + " runs on " + named(its);
    }

    /** By its number too: threads may have the same name, or none. */
    private static String named(Thread thread) {
        return "thread " + thread.threadId() + " \"" + thread.getName() + "\"";
    }
}
