package dev.slipstream.core.machine.websocket;

import dev.slipstream.core.CompressionTotals;

/**
 * Counts the compressed messages of one websocket. The thread that sends and the thread that reads may differ. Any
 * thread may call {@link #totals}. Each field is written by one thread at a time, so no count is lost.
 */
public final class CompressionCounter {

    // --- fields of the thread that sends ----------------------------------------------------------------------------
    private volatile long sentMessages;
    private volatile long sentBytes;
    private volatile long sentCompressedBytes;
    private volatile long guardedMessages;

    // --- fields of the thread that reads ----------------------------------------------------------------------------
    private volatile long receivedMessages;
    private volatile long receivedBytes;
    private volatile long receivedCompressedBytes;

    /** Makes a counter of zeros. */
    public CompressionCounter() {}

    void sent(int bytes, int compressed) {
        long messages = sentMessages + 1;
        long before = sentBytes + bytes;
        long after = sentCompressedBytes + compressed;
        sentMessages = messages;
        sentBytes = before;
        sentCompressedBytes = after;
    }

    void guarded() {
        long messages = guardedMessages + 1;
        guardedMessages = messages;
    }

    void received(int compressed) {
        long bytes = receivedCompressedBytes + compressed;
        receivedCompressedBytes = bytes;
    }

    void inflated(int bytes) {
        long messages = receivedMessages + 1;
        long all = receivedBytes + bytes;
        receivedMessages = messages;
        receivedBytes = all;
    }

    /** Returns the counts so far. */
    public CompressionTotals totals() {
        return new CompressionTotals(
                sentMessages,
                sentBytes,
                sentCompressedBytes,
                guardedMessages,
                receivedMessages,
                receivedBytes,
                receivedCompressedBytes);
    }

    @Override
    public String toString() {
        return totals().toString();
    }
}
