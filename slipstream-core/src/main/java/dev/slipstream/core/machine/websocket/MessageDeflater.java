package dev.slipstream.core.machine.websocket;

import dev.slipstream.core.Compression;
import dev.slipstream.core.transport.Frame;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Compresses the messages of a client, as RFC 7692 section 7.2.1 requires, and gives them to a {@link FrameWriter}.
 *
 * <p>A message is sent unchanged if it is smaller than the threshold, if it is binary and {@link Compression} excludes
 * binary messages, or if compression does not make it smaller. It is also sent unchanged if it has more than 16 KiB and
 * compression makes it more than 20 times smaller, because some servers close a connection if a message inflates to
 * more than 25 times its size. If a message was compressed but then sent unchanged, the deflater forgets all messages,
 * because the server's inflater never receives the compressed form.
 *
 * <p>The caller writes messages in the order in which they are sent, and only messages that will be sent. The native
 * deflater is made when the first message is compressed, and released once, by {@link #end}. One thread at a time may
 * call this object.
 */
public final class MessageDeflater {

    private static final int MAX_RATIO = 20;
    private static final int MIN_GUARDED = 16 << 10;

    private static final int MIN_ROOM = 1 << 10;
    /** A larger buffer is not kept for the next message. */
    private static final int MAX_KEPT = 64 << 10;
    /** The number of bytes at the end of a sync flush that are not sent: {@code 00 00 FF FF}. */
    private static final int TAIL = 4;

    private static final int NOT_SMALLER = -1;
    private static final byte[] NONE = {};

    /**
     * An empty message, compressed: an empty block, which does not change the window. A deflater cannot write it,
     * because a second flush without input writes no bytes.
     */
    private static final byte[] EMPTY = {0};

    private final RawDeflate library;
    private final int level;
    private final int threshold;
    private final boolean isBinaryExempt;
    private final boolean isForgetting;
    private final CompressionCounter counter;
    private RawDeflate.@Nullable Deflating deflater;
    private boolean isEnded;
    private byte[] buffer = NONE;

    /**
     * Makes a deflater for the messages of one websocket.
     *
     * @param counter counts the messages and bytes
     */
    public MessageDeflater(
            RawDeflate library, Compression compression, DeflateParameters parameters, CompressionCounter counter) {
        this.library = library;
        this.level = compression.level();
        this.isBinaryExempt = !compression.binary();
        this.isForgetting = parameters.clientNoContextTakeover() || !compression.contextTakeover();
        this.threshold = compression
                .thresholdBytes()
                .orElse(isForgetting ? Compression.THRESHOLD_WITHOUT_TAKEOVER : Compression.THRESHOLD_WITH_TAKEOVER);
        this.counter = counter;
    }

    /** Adds a message to the writer, compressed or unchanged. */
    public void write(Frame message, int mask, FrameWriter writer) {
        switch (message) {
            case Frame.Text(String text) -> write(Opcodes.TEXT, text.getBytes(StandardCharsets.UTF_8), mask, writer);
            case Frame.Binary(byte[] bytes) when isBinaryExempt -> writer.payload(Opcodes.BINARY, bytes, mask);
            case Frame.Binary(byte[] bytes) -> write(Opcodes.BINARY, bytes, mask, writer);
        }
    }

    private void write(int opcode, byte[] payload, int mask, FrameWriter writer) {
        if (payload.length < threshold || isEnded) {
            writer.payload(opcode, payload, mask);
        } else if (payload.length == 0) {
            writer.compressed(opcode, EMPTY, EMPTY.length, mask);
            counter.sent(0, EMPTY.length);
        } else {
            compress(opcode, payload, mask, writer);
        }
    }

    private void compress(int opcode, byte[] payload, int mask, FrameWriter writer) {
        RawDeflate.Deflating used = deflater();
        int count = deflate(used, payload);
        if (count == NOT_SMALLER || isTooSmall(count, payload.length)) {
            used.reset(); // the server will not see these bytes compressed, so no later message may refer to them
            writer.payload(opcode, payload, mask);
            if (count != NOT_SMALLER) {
                counter.guarded();
            }
        } else {
            if (isForgetting) {
                used.reset();
            }
            writer.compressed(opcode, buffer, count, mask);
            counter.sent(payload.length, count);
        }
        if (buffer.length > MAX_KEPT) {
            buffer = NONE;
        }
    }

    private static boolean isTooSmall(int compressed, int bytes) {
        return bytes > MIN_GUARDED && bytes > (long) MAX_RATIO * compressed;
    }

    /** Compresses a payload into the buffer. Returns the number of bytes without the tail, or NOT_SMALLER. */
    private int deflate(RawDeflate.Deflating used, byte[] payload) {
        used.input(payload, 0, payload.length);
        int size = 0;
        int room;
        int count;
        do {
            if (buffer.length - size < MIN_ROOM) {
                buffer = Arrays.copyOf(buffer, Math.max(2 * MIN_ROOM, 2 * buffer.length));
            }
            room = buffer.length - size;
            count = used.deflate(buffer, size, room);
            size += count;
        } while (count == room && size - TAIL < payload.length);
        used.input(NONE, 0, 0); // releases the payload
        return size - TAIL < payload.length ? size - TAIL : NOT_SMALLER;
    }

    private RawDeflate.Deflating deflater() {
        RawDeflate.Deflating used = deflater;
        if (used == null) {
            used = library.deflater(level);
            deflater = used;
        }
        return used;
    }

    /** The counter of this websocket. */
    public CompressionCounter counter() {
        return counter;
    }

    /** Releases the native memory. Further calls do nothing. Later messages would be written unchanged. */
    public void end() {
        isEnded = true;
        buffer = NONE;
        RawDeflate.Deflating used = deflater;
        deflater = null;
        if (used != null) {
            used.end();
        }
    }

    @Override
    public String toString() {
        return "MessageDeflater[level=" + level + ", threshold=" + threshold + ", forgets=" + isForgetting
                + (isEnded ? ", ended" : "") + "]";
    }
}
