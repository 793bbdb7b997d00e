package dev.slipstream.transport.tyrus;

import dev.slipstream.core.transport.Frame;
import java.util.ArrayDeque;
import java.util.Queue;

/** What Tyrus had read already when reading paused: bounded, though never much. Not thread-safe. */
final class HeldFrames {

    private static final int MOST = 16_384;
    private static final long MOST_BYTES = 16 << 20;

    private final long mostBytes;
    private final Queue<Frame> frames = new ArrayDeque<>(0);
    private long bytes;

    HeldFrames(int maxMessageBytes) {
        this.mostBytes = Math.max(MOST_BYTES, maxMessageBytes);
    }

    /** Returns whether it is within the bounds; it is held in any case. */
    boolean add(Frame frame) {
        frames.add(frame);
        bytes += frame.weight();
        return frames.size() <= MOST && bytes <= mostBytes;
    }

    Frame remove() {
        Frame oldest = frames.remove();
        bytes -= oldest.weight();
        return oldest;
    }

    boolean isEmpty() {
        return frames.isEmpty();
    }

    int size() {
        return frames.size();
    }

    void clear() {
        frames.clear();
        bytes = 0;
    }
}
