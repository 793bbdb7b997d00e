package dev.slipstream.process;

import org.jspecify.annotations.Nullable;

/** The callback that runs just now, if one does, and the thread that it runs on. A script is one long callback. */
final class CurrentCallback {

    private volatile @Nullable Thread thread;
    private @Nullable Line line;

    void begin(Line of) {
        line = of;
        thread = Thread.currentThread();
    }

    void end() {
        thread = null;
        line = null;
    }

    /** Whether the calling thread is the one that runs it. */
    boolean isHere() {
        return Thread.currentThread().equals(thread);
    }

    /**
     * The line of the callback that the calling thread runs.
     *
     * @throws IllegalStateException if it runs none
     */
    Line line() {
        Line mine = isHere() ? line : null;
        if (mine == null) {
            throw new IllegalStateException("a session belongs to a callback and its thread: this thread runs none of"
                    + " this client's callbacks");
        }
        return mine;
    }

    /**
     * The line of a commit point.
     *
     * @throws IllegalStateException if the callback that it belongs to is through, or runs on another thread
     */
    Line line(Object commit) {
        Line mine = isHere() ? line : null;
        if (mine == null || mine != commit) {
            throw new IllegalStateException(
                    "this session is over, or another thread's: it belongs to one callback, and" + " to its thread");
        }
        return mine;
    }
}
