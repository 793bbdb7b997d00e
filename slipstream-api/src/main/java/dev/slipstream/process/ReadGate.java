package dev.slipstream.process;

import dev.slipstream.core.machine.connection.ConnectionInput;
import dev.slipstream.core.transport.Frame;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
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

    /** Whether reading pauses. */
    private enum Pause {
        NONE,
        /** Until the owner asks to resume. */
        PAUSED,
        /** Until the drainer reaches the resume in the queue. */
        ENDING
    }

    /** A queue entry that stands for paused reading: the drainer that reaches it resumes. */
    enum Marker {
        RESUME
    }

    private final Queue<Object> queue;
    private final BooleanSupplier isFull;
    private final AtomicInteger backlog = new AtomicInteger();

    private final AtomicLong backlogBytes = new AtomicLong();

    /** Whether a marker is in the queue. */
    private final AtomicBoolean marked = new AtomicBoolean();

    /**
     * A pause ends only once: a second end would be reached in the next pause, before the machine learns of that one.
     */
    private final AtomicReference<Pause> pause = new AtomicReference<>(Pause.NONE);

    /**
     * Makes a gate that reads.
     *
     * @param queue the connection's
     * @param isFull whether the owner's mailbox is over its bound
     */
    ReadGate(Queue<Object> queue, BooleanSupplier isFull) {
        this.queue = queue;
        this.isFull = isFull;
    }

    // --- the library's thread ---------------------------------------------------------------------------------------

    /** A frame arrived. Returns whether to continue reading. */
    boolean came(Frame frame) {
        queue.add(frame);
        long bytes = backlogBytes.addAndGet(frame.weight());
        if (backlog.incrementAndGet() < MAX_BACKLOG && bytes < MAX_BACKLOG_BYTES) {
            return pause.get() == Pause.NONE;
        }
        if (marked.compareAndSet(false, true)) {
            queue.add(Marker.RESUME);
        }
        return false;
    }

    /** Whether to continue reading after a frame that did not have to wait. */
    boolean goesOn() {
        return pause.get() == Pause.NONE;
    }

    // --- the owner's ------------------------------------------------------------------------------------------------

    /** The owner has room again. Returns whether reading was paused, and the resume is in the queue. */
    boolean resume() {
        boolean matters = pause.compareAndSet(Pause.PAUSED, Pause.ENDING);
        if (matters) {
            queue.add(new ConnectionInput.ReadingResumed());
        }
        return matters;
    }

    // --- the draining thread ----------------------------------------------------------------------------------------

    /** A waiting frame is about to be processed. */
    void judging(Frame frame) {
        backlog.decrementAndGet();
        backlogBytes.addAndGet(-frame.weight());
    }

    /** How many frames wait to be processed. */
    int backlog() {
        return backlog.get();
    }

    /** The drainer reached the marker. Returns whether to continue reading. */
    boolean reached() {
        marked.set(false);
        return pause.get() == Pause.NONE;
    }

    /** An event was sent to the owner: pause if its mailbox is full. */
    void pauseIfFull() {
        if (pause.get() == Pause.NONE && isFull.getAsBoolean()) {
            // Before the flag: a thread that sees the flag adds its resume after this input.
            queue.add(new ConnectionInput.ReadingPaused());
            pause.set(Pause.PAUSED);
            // The mailbox may have been emptied between the check and the flag; then no other thread would resume.
            if (!isFull.getAsBoolean()) {
                boolean unused = resume();
            }
        }
    }

    /** The drainer reached the resume; the pause ends. */
    void ended() {
        pause.set(Pause.NONE);
    }
}
