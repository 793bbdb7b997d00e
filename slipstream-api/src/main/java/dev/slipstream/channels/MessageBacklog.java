package dev.slipstream.channels;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** The messages that a subscriber has not requested yet, within the bounds of its buffer. Not thread-safe. */
final class MessageBacklog {

    private final MessageBuffer bounds;
    private final Deque<ChannelMessage> waiting = new ArrayDeque<>();
    private long bytes;
    private boolean hasFailed;

    MessageBacklog(MessageBuffer bounds) {
        this.bounds = bounds;
    }

    /** Adds a message. If it does not fit, applies the overflow policy. Returns how many messages were dropped. */
    int add(ChannelMessage message) {
        if (!hasFailed && hasRoom(message)) {
            put(message);
            return 0;
        }
        return switch (bounds.overflow()) {
            case DROP_OLDEST -> replaceOldest(message);
            case DROP_NEWEST -> 1;
            case FAIL -> {
                hasFailed = true;
                yield 1;
            }
        };
    }

    /** Whether a message did not fit and the policy is {@link MessageBuffer.Overflow#FAIL}, which ends the stream. */
    boolean hasFailed() {
        return hasFailed;
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    /** Removes and returns the oldest message; null if there is none. */
    @Nullable
    ChannelMessage take() {
        ChannelMessage taken = waiting.poll();
        bytes -= taken == null ? 0 : taken.payload().retainedBytes();
        return taken;
    }

    void clear() {
        waiting.clear();
        bytes = 0;
    }

    private int replaceOldest(ChannelMessage message) {
        int dropped = 0;
        while (!hasRoom(message)) {
            take();
            dropped++;
        }
        put(message);
        return dropped;
    }

    private boolean hasRoom(ChannelMessage message) {
        if (waiting.isEmpty()) {
            return true;
        }
        return waiting.size() < bounds.messages() && bytes + message.payload().retainedBytes() <= bounds.bytes();
    }

    private void put(ChannelMessage message) {
        waiting.add(message);
        bytes += message.payload().retainedBytes();
    }
}
