package dev.slipstream.core.machine.websocket;

import dev.slipstream.core.transport.Frame;
import org.jspecify.annotations.Nullable;

/**
 * A bounded queue of messages to write. The messages that are being written count toward the bounds, too.
 *
 * <p>One thread offers messages, and another thread may take them. No volatile field is written by two threads, so no
 * update is lost.
 */
final class WriteQueue {

    /** A node of the linked list. After {@link #poll} took the message, {@code frame} is null. */
    private static final class Node {

        private @Nullable Frame frame;
        private volatile @Nullable Node next;

        private Node(@Nullable Frame frame) {
            this.frame = frame;
        }
    }

    private final int maxFrames;
    private final int maxBytes;

    // --- fields of the thread that offers ---------------------------------------------------------------------------
    private Node last = new Node(null);
    private volatile int offeredFrames;
    private volatile long offeredBytes;
    /**
     * How often {@link #offer} or {@link #hasRoom} found too little room. The thread that takes messages compares this
     * number with {@link #reported}.
     */
    private volatile int denied;

    // --- fields of the thread that takes ----------------------------------------------------------------------------
    private Node taken = last;
    private volatile int writtenFrames;
    private volatile long writtenBytes;
    private volatile boolean closed;
    /** The value of {@link #denied} when {@link #written} last reported room. */
    private int reported;

    WriteQueue(int maxFrames, int maxBytes) {
        this.maxFrames = maxFrames;
        this.maxBytes = maxBytes;
    }

    WebSocketMachine.Offer offer(Frame frame) {
        if (closed) {
            return WebSocketMachine.Offer.DROPPED;
        }
        int frames = offeredFrames + 1;
        long bytes = offeredBytes + frame.weight();
        if (exceeds(frames, bytes)) {
            deny();
            if (exceeds(frames, bytes)) {
                return WebSocketMachine.Offer.REFUSED;
            }
        }
        offeredFrames = frames;
        offeredBytes = bytes;
        Node node = new Node(frame);
        last.next = node;
        last = node;
        // This thread adds the message first, and then reads writtenFrames. The writing thread updates writtenFrames
        // first, and then polls. If that poll misses the message, this thread reads the new value and returns WRITE.
        return frames - writtenFrames == 1 ? WebSocketMachine.Offer.WRITE : WebSocketMachine.Offer.QUEUED;
    }

    private boolean exceeds(int frames, long bytes) {
        return frames - writtenFrames > maxFrames || bytes - writtenBytes > maxBytes;
    }

    /** Whether the queue is less than half full. If not, {@link #written} later reports that there is room again. */
    boolean hasRoom() {
        if (isLessThanHalfFull()) {
            return true;
        }
        deny();
        return isLessThanHalfFull();
    }

    /** The number of messages that are offered and not written. Any thread may call this method. */
    int frames() {
        int written = writtenFrames; // read first, so that the difference is never negative
        return offeredFrames - written;
    }

    private boolean isLessThanHalfFull() {
        return offeredFrames - writtenFrames < Math.ceilDiv(maxFrames, 2)
                && offeredBytes - writtenBytes < Math.ceilDiv(maxBytes, 2);
    }

    /**
     * Counts a denial. The caller must check the room again after this call. Otherwise the writing thread could write
     * the last message just before this call, and never report that there is room.
     */
    private void deny() {
        int more = denied + 1; // only this thread writes it
        denied = more;
    }

    /** Removes and returns the oldest message; null if there is none. */
    @Nullable
    Frame poll() {
        Node next = taken.next;
        if (next == null) {
            return null;
        }
        Node old = taken;
        taken = next;
        old.next = null; // otherwise an old node would keep all later nodes reachable
        Frame frame = next.frame;
        next.frame = null;
        return frame;
    }

    /**
     * Notes that these further messages and bytes were written, so that the queue has more room. Returns true if the
     * caller must report room, because room was denied since the last report and the queue is now at most a quarter
     * full.
     */
    boolean written(int moreFrames, long moreBytes) {
        long bytes = writtenBytes + moreBytes;
        writtenBytes = bytes;
        int frames = writtenFrames + moreFrames;
        writtenFrames = frames;
        int denials = denied; // read after the counts are set, see deny()
        if (denials == reported || offeredFrames - frames > maxFrames / 4 || offeredBytes - bytes > maxBytes / 4) {
            return false;
        }
        reported = denials;
        return true;
    }

    /** Drops the messages that are offered from now on. */
    void close() {
        closed = true;
    }

    void clear() {
        while (poll() != null) {} // dropped
    }

    @Override
    public String toString() {
        return (offeredFrames - writtenFrames) + " frames, " + (offeredBytes - writtenBytes) + " bytes"
                + (closed ? ", closed" : "");
    }
}
