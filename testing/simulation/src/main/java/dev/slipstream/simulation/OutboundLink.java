package dev.slipstream.simulation;

import dev.slipstream.core.transport.Frame;
import dev.slipstream.core.transport.Handshake;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The path of one connection's frames to the server. Frames wait in a bounded queue before they are in flight. */
final class OutboundLink {

    /** An item in flight to the server. */
    sealed interface Up {

        record Data(Frame frame) implements Up {}

        record Close(int code) implements Up {}
    }

    /** How many frames may be in flight or in buffers of the operating system. Further frames wait in the queue. */
    private static final int WINDOW = 8;

    private final Handshake handshake;
    private final Supplier<Duration> latency;
    private final Deque<Frame> queue = new ArrayDeque<>();
    private final LinkDirection<Up> way;
    private int bytes;

    /**
     * Makes a link with an empty queue.
     *
     * @param reached receives each item that arrives at the server
     * @param latency supplies the latency of the next frame
     */
    OutboundLink(Handshake handshake, SeededTime time, Consumer<Up> reached, Supplier<Duration> latency) {
        this.handshake = handshake;
        this.latency = latency;
        this.way = new LinkDirection<>(time, item -> {
            reached.accept(item);
            return true;
        });
    }

    /** Whether the queue has room for this frame. */
    boolean hasRoom(Frame frame) {
        return queue.size() < handshake.maxOutboundFrames() && bytes + frame.weight() <= handshake.maxOutboundBytes();
    }

    /** The number of frames in the queue. */
    int size() {
        return queue.size();
    }

    /** Whether less than half of the queue is in use. */
    boolean isLessThanHalfFull() {
        return queue.size() < Math.ceilDiv(handshake.maxOutboundFrames(), 2)
                && bytes < Math.ceilDiv(handshake.maxOutboundBytes(), 2);
    }

    /** Whether at most a quarter of the queue is in use. */
    boolean isAtMostQuarterFull() {
        return queue.size() <= handshake.maxOutboundFrames() / 4 && bytes <= handshake.maxOutboundBytes() / 4;
    }

    void add(Frame frame) {
        queue.add(frame);
        bytes += frame.weight();
    }

    /** Sends queued frames until {@link #WINDOW} frames are in flight. */
    void write() {
        while (!queue.isEmpty() && way.size() < WINDOW) {
            Frame frame = queue.remove();
            bytes -= frame.weight();
            way.add(new Up.Data(frame), latency.get());
        }
    }

    /** Sends a close frame after all frames in flight. */
    void close(int code) {
        way.add(new Up.Close(code), latency.get());
    }

    /** Delivers the due items to the server now. Returns whether an item was due. */
    boolean run() {
        boolean isDue = !way.isIdle();
        if (isDue) {
            way.run();
        }
        return isDue;
    }

    /** Holds all items back until this instant. */
    void holdUntil(Duration instant) {
        way.holdUntil(instant);
    }

    /** Stops delivery to the server. */
    void stop() {
        way.stop();
    }

    void clear() {
        way.clear();
        queue.clear();
    }
}
