package dev.slipstream.process;

import dev.slipstream.core.machine.connection.ConnectionInput;
import dev.slipstream.core.transport.Frame;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.concurrent.atomic.AtomicLongFieldUpdater;
import java.util.function.BooleanSupplier;

/**
 * Decides whether a connection continues to read. It pauses while its owner's mailbox is full, or while more frames
 * wait to be processed than the bound allows.
 *
 * <p>The draining thread of the connection pauses; the owner asks to resume. Each decision is put into the
 * connection's queue, and so is ordered with all other inputs.
 */
final class ReadGate {

    private static final int MAX_BACKLOG = 16_384;
    private static final long MAX_BACKLOG_BYTES = 16 << 20;

    // Counts in fields instead of objects, because there may be many connections and most are idle.
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

    /** A queue entry that stands for paused reading: the drainer that reaches it resumes. */
    enum Marker {
        RESUME
    }

    private final Queue<Object> queue;
    private final BooleanSupplier isFull;
    private volatile int backlog;

    @SuppressWarnings("UnusedVariable") // the updater counts in it
    private volatile long backlogBytes;

    /** 1 while a marker is in the queue, else 0. */
    @SuppressWarnings("UnusedVariable") // the updater sets it
    private volatile int marked;

    /**
     * NONE; PAUSED until the owner asks to resume; ENDING until the queue reaches that. A pause ends only once: a
     * second end would be reached in the next pause, before the machine learns of that one.
     */
    private volatile int pause;

    /** Makes a gate for this queue; {@code isFull} says whether the mailbox of the owner is over its bound. */
    ReadGate(Queue<Object> queue, BooleanSupplier isFull) {
        this.queue = queue;
        this.isFull = isFull;
    }

    // --- the library's thread ---------------------------------------------------------------------------------------

    /** A frame arrived. Returns whether to continue reading. */
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

    /** Whether to continue reading after a frame that did not have to wait. */
    boolean goesOn() {
        return pause == NONE;
    }

    // --- the owner's ------------------------------------------------------------------------------------------------

    /** The owner has room again. Returns whether reading was paused, and the resume is in the queue. */
    boolean resume() {
        boolean matters = PAUSE.compareAndSet(this, PAUSED, ENDING);
        if (matters) {
            queue.add(new ConnectionInput.ReadingResumed());
        }
        return matters;
    }

    // --- the draining thread ----------------------------------------------------------------------------------------

    /** A waiting frame is about to be processed. */
    void judging(Frame frame) {
        BACKLOG.decrementAndGet(this);
        BACKLOG_BYTES.addAndGet(this, -frame.weight());
    }

    /** How many frames wait to be processed. */
    int backlog() {
        return backlog;
    }

    /** The drainer reached the marker. Returns whether to continue reading. */
    boolean reached() {
        marked = 0;
        return pause == NONE;
    }

    /** An event was sent to the owner: pause if its mailbox is full. */
    void pauseIfFull() {
        if (pause == NONE && isFull.getAsBoolean()) {
            // Before the flag: a thread that sees the flag adds its resume after this input.
            queue.add(new ConnectionInput.ReadingPaused());
            pause = PAUSED;
            // The mailbox may have been emptied between the check and the flag; then no other thread would resume.
            if (!isFull.getAsBoolean()) {
                boolean unused = resume();
            }
        }
    }

    /** The drainer reached the resume; the pause ends. */
    void ended() {
        pause = NONE;
    }
}
