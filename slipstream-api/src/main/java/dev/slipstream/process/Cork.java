package dev.slipstream.process;

import org.jspecify.annotations.Nullable;

/**
 * Holds back the flush of a connection while more callbacks are to run, so that several callbacks share one write.
 *
 * <p>The client process flushes, which ends the hold, when it finds no more work. It also flushes at each
 * {@link CommitPoint}, so nothing is held back during an await. The cork itself ends the hold after
 * {@link #CALLBACKS} callbacks. If the hold has lasted for {@link #NANOS}, the next step of the client process ends it.
 * A callback may delay this step, so a timer also flushes after {@link #NANOS}.
 *
 * <p>All methods except {@link #wake} and {@link #failed} are only for the draining thread (see {@link Drain}).
 */
final class Cork implements DeadlineTimer.Owner {

    /** The largest number of callbacks that share a flush. */
    static final int CALLBACKS = 64;

    /** The longest time that a command waits for its flush: 1 ms. */
    static final long NANOS = 1_000_000;

    /** A connection that flushes when the client asks. */
    interface Target {

        /** Handles the queued commands. */
        void signal();

        /** Flushes the frames of all earlier commands. */
        void flush();

        /** As {@link #flush}, but on another thread, because the timer thread must not do the work of a connection. */
        void flushElsewhere();
    }

    private final Scheduler scheduler;
    private final DeadlineTimer.Owner client;
    /** The timer, made when a callback first runs while a flush is held back. Many clients never need it. */
    private @Nullable DeadlineTimer timer;
    /** The connection whose commands wait for a flush; null if none do. Only the draining thread writes it. */
    private volatile @Nullable Target held;

    private long since;
    private int callbacks;

    /** Makes a cork; the client is notified if the scheduler throws. */
    Cork(Scheduler scheduler, DeadlineTimer.Owner client) {
        this.scheduler = scheduler;
        this.client = client;
    }

    /**
     * Signals a connection whose queue has new commands. Holds back their flush if a callback caused the commands, and
     * otherwise flushes at once.
     */
    void ordered(Target connection, boolean isOfCallback, long now) {
        if (isOfCallback) {
            hold(connection, now);
            connection.signal();
        } else {
            if (!connection.equals(held)) {
                release(); // flushes the held frames of an earlier connection, if any
            }
            flush(connection);
        }
    }

    private void hold(Target connection, long now) {
        if (!connection.equals(held)) {
            release(); // flushes the held frames of an earlier connection, if any
            since = now;
            callbacks = 0;
            held = connection;
        }
    }

    /** Sets the timer if a flush is held back, because the callback may block. */
    void callbackBegins() {
        if (held != null) {
            DeadlineTimer made = timer == null ? new DeadlineTimer(scheduler, this) : timer;
            timer = made;
            made.set(since + NANOS); // again, because the timer may have fired before the last command was queued
        }
    }

    /** Counts a callback that has ended, and flushes at the limit. */
    void callbackEnded() {
        if (held != null && ++callbacks == CALLBACKS) {
            release();
        }
    }

    /** Flushes if a flush is held back for too long. */
    void check(long now) {
        if (held != null && now - since >= NANOS) {
            release();
        }
    }

    /** Flushes if a flush is held back. */
    void release() {
        Target connection = held;
        if (connection != null) {
            flush(connection);
        }
    }

    private void flush(Target connection) {
        held = null;
        connection.flush();
    }

    /** Cancels the timer, because the client process has ended. */
    void close() {
        held = null;
        if (timer != null) {
            timer.set(DeadlineTimer.NEVER);
        }
    }

    @Override
    public void wake() {
        Target connection = held;
        if (connection != null) {
            connection.flushElsewhere();
        }
    }

    @Override
    public void failed(Throwable thrown) {
        client.failed(thrown);
    }
}
