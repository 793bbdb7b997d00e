package dev.slipstream.process;

import dev.slipstream.core.machine.connection.ConnectionInput;
import dev.slipstream.core.transport.Frame;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.concurrent.atomic.AtomicLongFieldUpdater;
import java.util.function.BooleanSupplier;

/**
 * Decides whether a connection continues to read. Reading pauses while the mailbox of its owner, the client process, is
 * full. It also pauses while too many received frames are queued (the backlog).
 *
 * <p>The thread that drains the connection's queue (the draining thread) pauses reading, and the owner asks to resume.
 * Pauses and resumes go through the queue, so that their order with other inputs is fixed.
 */
final class ReadGate {

    private static final int MAX_BACKLOG = 16_384;
    private static final long MAX_BACKLOG_BYTES = 16 << 20;

    // Plain fields with updaters need less memory than atomic objects, and there may be many connections.
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

    /**
     * The queue entry after the frames of a full backlog. When the draining thread reaches this entry, reading resumes.
     */
    enum Marker {
        RESUME
    }

    private final Queue<Object> queue;
    private final BooleanSupplier isFull;
    private volatile int backlog;

    @SuppressWarnings("UnusedVariable") // the updater counts in it
    private volatile long backlogBytes;

    /** 1 if a marker is in the queue, else 0. */
    @SuppressWarnings("UnusedVariable") // the updater sets it
    private volatile int marked;

    /**
     * The state of the pause: NONE, PAUSED until the owner asks to resume, then ENDING until the draining thread
     * handles the resume. Each pause is resumed only once, because a second resume in the queue could end the next
     * pause too early.
     */
    private volatile int pause;

    /** Makes a gate for this queue; {@code isFull} says whether the mailbox of the owner exceeds its limit. */
    ReadGate(Queue<Object> queue, BooleanSupplier isFull) {
        this.queue = queue;
        this.isFull = isFull;
    }

    // --- the transport's thread -------------------------------------------------------------------------------------

    /** Queues a frame that arrived. Returns whether to continue reading. */
    boolean add(Frame frame) {
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

    /** Whether to continue reading after a frame that was handled without being queued. */
    boolean goesOn() {
        return pause == NONE;
    }

    // --- the owner's thread -----------------------------------------------------------------------------------------

    /** Queues a resume if reading is paused. Returns whether reading was paused. */
    boolean resume() {
        boolean matters = pause == PAUSED && PAUSE.compareAndSet(this, PAUSED, ENDING);
        if (matters) {
            queue.add(new ConnectionInput.ReadingResumed());
        }
        return matters;
    }

    // --- the draining thread ----------------------------------------------------------------------------------------

    /** Reduces the counts of the backlog, because this frame was taken from the queue. */
    void removed(Frame frame) {
        BACKLOG.decrementAndGet(this);
        BACKLOG_BYTES.addAndGet(this, -frame.weight());
    }

    /** The number of queued frames. */
    int backlog() {
        return backlog;
    }

    /** Called when the draining thread reaches the marker. Returns whether to continue reading. */
    boolean reached() {
        marked = 0;
        return pause == NONE;
    }

    /** Pauses reading if the mailbox of the owner is full. Returns whether it queued a pause. */
    boolean pauseIfFull() {
        if (pause == NONE && isFull.getAsBoolean()) {
            // Queue the pause before the flag is set. A thread that sees the flag then queues its resume after the
            // pause.
            queue.add(new ConnectionInput.ReadingPaused());
            pause = PAUSED;
            // The mailbox may have been emptied before the flag was set. Then no other thread would resume reading.
            if (!isFull.getAsBoolean()) {
                boolean unused = resume();
            }
            return true;
        }
        return false;
    }

    /** Ends the pause. Called when the draining thread reaches the resume. */
    void ended() {
        pause = NONE;
    }
}
