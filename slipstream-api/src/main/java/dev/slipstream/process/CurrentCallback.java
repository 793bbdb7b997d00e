package dev.slipstream.process;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The callback that runs just now, if one does, and the thread that it runs on. A script is one long callback. */
final class CurrentCallback {

    private volatile @Nullable Thread thread;
    /** Written before the thread is, so that who sees the one sees the other. */
    private @Nullable Line line;

    void begin(Line of) {
        line = of;
        thread = Thread.currentThread();
    }

    void end() {
        thread = null;
        line = null;
    }

    /** The name of the callback, if the calling thread is the one that runs it. */
    Optional<String> here() {
        return Optional.ofNullable(lineHere()).map(Line::callback);
    }

    /**
     * The line of the callback that the calling thread runs.
     *
     * @throws IllegalStateException if it runs none
     */
    Line line() {
        Line mine = lineHere();
        if (mine == null) {
            throw new IllegalStateException("a session belongs to a callback and its thread: "
                    + named(Thread.currentThread()) + " runs none of this client's callbacks, and " + running());
        }
        return mine;
    }

    /**
     * The line of a commit point.
     *
     * @throws IllegalStateException if the callback that it belongs to is through, or runs on another thread
     */
    Line line(Line commit) {
        Line mine = lineHere();
        if (mine == null || mine != commit) {
            throw new IllegalStateException(
                    line == commit
                            ? "this session is another thread's: " + running() + ", and this is "
                                    + named(Thread.currentThread())
                            : "this session is over: " + commit.callback() + " is through");
        }
        return mine;
    }

    private @Nullable Line lineHere() {
        return Thread.currentThread().equals(thread) ? line : null;
    }

    private String running() {
        Thread its = thread;
        Line now = line;
        return its == null || now == null ? "none runs just now" : now.callback() + " runs on " + named(its);
    }

    /** By its number too: threads may have the same name, or none. */
    private static String named(Thread thread) {
        return "thread " + thread.threadId() + " \"" + thread.getName() + "\"";
    }
}
