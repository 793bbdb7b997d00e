package dev.slipstream.process;

import dev.slipstream.core.machine.Input;
import dev.slipstream.core.transport.Frame;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.concurrent.atomic.AtomicLongFieldUpdater;
import java.util.function.BooleanSupplier;

/**
 * Whether a connection reads on: not while its owner's mailbox is full, and not while more frames wait to be judged than
 * should.
 *
 * <p>Pausing is for whoever drains the connection; going on is asked for by the owner. What is decided is put into the
 * connection's queue, and so has its place among all that happens.
 */
final class ReadGate {

    private static final int MAX_BACKLOG = 16_384;
    private static final long MAX_BACKLOG_BYTES = 16 << 20;

    // It counts in fields, not in objects: there may be many connections, of most of which nothing waits.
    private static final AtomicIntegerFieldUpdater<ReadGate> BACKLOG =
            AtomicIntegerFieldUpdater.newUpdater(ReadGate.class, "backlog");
    private static final AtomicLongFieldUpdater<ReadGate> BACKLOG_BYTES =
            AtomicLongFieldUpdater.newUpdater(ReadGate.class, "backlogBytes");
    private static final AtomicIntegerFieldUpdater<ReadGate> MARKED =
            AtomicIntegerFieldUpdater.newUpdater(ReadGate.class, "marked");
    private static final AtomicIntegerFieldUpdater<ReadGate> PAUSE =
            AtomicIntegerFieldUpdater.newUpdater(ReadGate.class, "pause");

    private static final int NONE = 0;
    private static final int PAUSED = 1;
    private static final int ENDING = 2;

    /** What a frame that was not read yet may make of the queue: the drainer that reaches it goes on reading. */
    enum Marker {
        RESUME
    }

    private final Queue<Object> queue;
    private final BooleanSupplier isFull;
    private volatile int backlog;

    @SuppressWarnings("UnusedVariable") // what the updater counts in
    private volatile long backlogBytes;

    /** 1 while a marker is in the queue, else 0. */
    @SuppressWarnings("UnusedVariable") // what the updater sets
    private volatile int marked;

    /**
     * NONE; PAUSED, until going on is asked for; ENDING, until that is reached in the queue. A pause is ended once: a
     * second end would be reached in the next pause, before the machine was told of it.
     */
    private volatile int pause;

    /**
     * Makes one that reads.
     *
     * @param queue the connection's
     * @param isFull whether more is in the owner's mailbox than it should hold
     */
    ReadGate(Queue<Object> queue, BooleanSupplier isFull) {
        this.queue = queue;
        this.isFull = isFull;
    }

    // --- the library's thread ---------------------------------------------------------------------------------------

    /** A frame came. Returns whether to read on. */
    boolean came(Frame frame) {
        queue.add(frame);
        long bytes = BACKLOG_BYTES.addAndGet(this, frame.weight());
        if (BACKLOG.incrementAndGet(this) < MAX_BACKLOG && bytes < MAX_BACKLOG_BYTES) {
            return pause == NONE;
        }
        if (MARKED.compareAndSet(this, 0, 1)) {
            queue.add(Marker.RESUME);
        }
        return false;
    }

    /** Whether to read on behind a frame that did not have to wait. */
    boolean goesOn() {
        return pause == NONE;
    }

    // --- the owner's ------------------------------------------------------------------------------------------------

    /** There is room again. Returns whether that matters, and so is in the queue. */
    boolean resume() {
        boolean matters = PAUSE.compareAndSet(this, PAUSED, ENDING);
        if (matters) {
            queue.add(new Input.ReadingResumed());
        }
        return matters;
    }

    // --- whoever drains ---------------------------------------------------------------------------------------------

    /** A frame that waited is about to be judged. */
    void judging(Frame frame) {
        BACKLOG.decrementAndGet(this);
        BACKLOG_BYTES.addAndGet(this, -frame.weight());
    }

    /** How many frames are still to be judged. */
    int backlog() {
        return backlog;
    }

    /** The marker was reached. Returns whether to read on. */
    boolean reached() {
        marked = 0;
        return pause == NONE;
    }

    /** The owner was told something. */
    void pauseIfFull() {
        if (pause == NONE && isFull.getAsBoolean()) {
            // Before the flag: who sees that resumes behind it, and not before it.
            queue.add(new Input.ReadingPaused());
            pause = PAUSED;
            // The mailbox may have been emptied between the look and the flag: then nobody else would resume.
            if (!isFull.getAsBoolean()) {
                boolean unused = resume();
            }
        }
    }

    /** What asked for going on was reached: that ends the pause. */
    void ended() {
        pause = NONE;
    }
}
