package dev.slipstream.core.machine.websocket;

import dev.slipstream.core.transport.Frame;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** The messages that the library had read already when reading paused. */
final class HeldFrames {

    static final int MOST = 16_384;
    /** Besides one message of the largest size. */
    static final long MOST_BYTES = 16 << 20;

    private final long maxBytes;
    /** Null if no message is held, as mostly. */
    private @Nullable ArrayDeque<Frame> frames;

    private long bytes;

    HeldFrames(int maxMessageBytes) {
        this.maxBytes = MOST_BYTES + maxMessageBytes;
    }

    /** Returns whether it is within the bounds; it is held in any case. */
    boolean add(Frame frame) {
        ArrayDeque<Frame> more = frames == null ? new ArrayDeque<>(2) : frames;
        frames = more;
        more.add(frame);
        bytes += frame.weight();
        return more.size() <= MOST && bytes <= maxBytes;
    }

    /** Removes and returns the oldest message; null if there is none. */
    @Nullable
    Frame poll() {
        ArrayDeque<Frame> all = frames;
        Frame oldest = all == null ? null : all.poll();
        if (oldest == null) {
            clear();
        } else {
            bytes -= oldest.weight();
        }
        return oldest;
    }

    int size() {
        return frames == null ? 0 : frames.size();
    }

    void clear() {
        frames = null;
        bytes = 0;
    }

    @Override
    public String toString() {
        return size() + " frames, " + bytes + " bytes";
    }
}
