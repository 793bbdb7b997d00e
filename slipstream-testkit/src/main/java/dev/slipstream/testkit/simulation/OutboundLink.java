package dev.slipstream.testkit.simulation;

import dev.slipstream.core.transport.Frame;
import dev.slipstream.core.transport.Handshake;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** What a client sends on one link: a queue that is bounded, and behind it the way to the server. */
final class OutboundLink {

    /** What is on its way to the server. */
    sealed interface Up {

        record Data(Frame frame) implements Up {}

        record Close(int code) implements Up {}
    }

    /** How many frames are on the wire or in buffers of the system before writes wait. */
    private static final int WINDOW = 8;

    private final Handshake handshake;
    private final Supplier<Duration> latency;
    private final Deque<Frame> queue = new ArrayDeque<>();
    private final LinkDirection<Up> way;
    private int bytes;

    /**
     * Makes the way of a link.
     *
     * @param reached takes what comes to the server
     * @param latency how long the next frame takes
     */
    OutboundLink(Handshake handshake, VirtualTime time, Consumer<Up> reached, Supplier<Duration> latency) {
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

    void add(Frame frame) {
        queue.add(frame);
        bytes += frame.weight();
    }

    /** Puts on the wire what there is room for. */
    void write() {
        while (!queue.isEmpty() && way.size() < WINDOW) {
            Frame frame = queue.remove();
            bytes -= frame.weight();
            way.add(new Up.Data(frame), latency.get());
        }
    }

    /** Sends a close frame, behind all that is on the wire. */
    void close(int code) {
        way.add(new Up.Close(code), latency.get());
    }

    /** Lets the server have at once what is due; returns whether there was something. */
    boolean run() {
        boolean isDue = !way.isIdle();
        if (isDue) {
            way.run();
        }
        return isDue;
    }

    /** Lets nothing reach the server before this instant. */
    void holdUntil(Duration instant) {
        way.holdUntil(instant);
    }

    /** Lets nothing reach the server any more. */
    void stop() {
        way.stop();
    }

    void clear() {
        way.clear();
        queue.clear();
    }
}
