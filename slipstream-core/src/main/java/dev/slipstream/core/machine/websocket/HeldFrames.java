package dev.slipstream.core.machine.websocket;

import dev.slipstream.core.transport.Frame;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * The messages that the websocket library delivers while reading is paused. The library does not stop reading at once.
 */
final class HeldFrames {

    static final int MOST = 16_384;
    /** The queue may hold this number of bytes plus the maximum size of one message. */
    static final long MOST_BYTES = 16 << 20;

    private final long maxBytes;
    private final ArrayDeque<Frame> frames = new ArrayDeque<>(2);
    private long bytes;

    HeldFrames(int maxMessageBytes) {
        this.maxBytes = MOST_BYTES + maxMessageBytes;
    }

    /** Adds a message. Returns false if the queue now exceeds a limit. */
    boolean add(Frame frame) {
        frames.add(frame);
        bytes += frame.weight();
        return frames.size() <= MOST && bytes <= maxBytes;
    }

    /** Removes and returns the oldest message; null if there is none. */
    @Nullable
    Frame poll() {
        Frame oldest = frames.poll();
        bytes -= oldest == null ? 0 : oldest.weight();
        return oldest;
    }

    int size() {
        return frames.size();
    }

    @Override
    public String toString() {
        return size() + " frames, " + bytes + " bytes";
    }
}
