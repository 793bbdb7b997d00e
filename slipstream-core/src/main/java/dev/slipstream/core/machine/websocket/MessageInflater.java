package dev.slipstream.core.machine.websocket;

import dev.slipstream.core.transport.Frame;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Inflates the compressed messages of a server, as RFC 7692 section 7.2.2 requires of a client.
 *
 * <p>It inflates the bytes of a message when they arrive, 8 KiB at a time, and counts the result. If a message grows
 * above the bound or is corrupt, it stops at once. So a small message that inflates to gigabytes takes no more memory
 * than the bound and 8 KiB. A message within the bound is then copied into one array, and a text also into a string.
 *
 * <p>The native inflater is made for the first compressed message, and released once, by {@link #end}. One thread at a
 * time may call this object.
 */
public final class MessageInflater {

    /** The result of a step. Every result other than OK ends the websocket. */
    enum Result {
        OK,
        /** The data breaks RFC 1951, or the message ended within a block. */
        CORRUPT,
        NOT_UTF_8,
        TOO_LARGE
    }

    private static final int CHUNK = 8 << 10;
    private static final byte[] NONE = {};

    private static final byte[] EMPTY_BLOCK = {0, 0, 0, (byte) 0xff, (byte) 0xff};

    /**
     * How many empty blocks the inflater gets after a message, to check that the message did not end within a block. If
     * the message ended between two blocks, the empty blocks have no effect. If it ended within a block, they cause an
     * error or output. The worst case is a message that ended within the header of a block: the inflater takes the
     * empty blocks for the rest of the header. A header has up to 286 bytes, and an empty block has 5 bytes, so 57
     * empty blocks (285 bytes) may be too few.
     */
    private static final int EMPTY_BLOCKS = 64;

    /** The four bytes that the sender of a message left out, and empty blocks. */
    private static final byte[] MESSAGE_END = messageEnd();

    private final RawDeflate library;
    private final boolean isForgetting;
    private final CompressionCounter counter;
    private RawDeflate.@Nullable Inflating inflater;
    private boolean isEnded;

    // --- the message ------------------------------------------------------------------------------------------------
    private final List<byte @Nullable []> full = new ArrayList<>(0);
    /** The chunk that is being filled. It is kept for the next message. */
    private byte[] chunk = NONE;

    private int filled;

    /**
     * Makes an inflater for the messages of one websocket.
     *
     * @param counter counts the messages and bytes
     */
    public MessageInflater(RawDeflate library, DeflateParameters parameters, CompressionCounter counter) {
        this.library = library;
        this.isForgetting = parameters.serverNoContextTakeover();
        this.counter = counter;
    }

    private static byte[] messageEnd() {
        int left = EMPTY_BLOCK.length - 1;
        byte[] end = new byte[left + EMPTY_BLOCKS * EMPTY_BLOCK.length];
        System.arraycopy(EMPTY_BLOCK, 1, end, 0, left);
        for (int at = left; at < end.length; at += EMPTY_BLOCK.length) {
            System.arraycopy(EMPTY_BLOCK, 0, end, at, EMPTY_BLOCK.length);
        }
        return end;
    }

    /** Releases the native memory, and drops an incomplete message. Further calls do nothing. */
    void end() {
        isEnded = true;
        drop();
        chunk = NONE;
        RawDeflate.Inflating used = inflater;
        inflater = null;
        if (used != null) {
            used.end();
        }
    }

    /**
     * Inflates a part of a message.
     *
     * @param maxBytes the bound of the inflated message
     * @param utf8 checks the inflated bytes; null for a binary message
     */
    Result add(byte[] bytes, int from, int count, int maxBytes, @Nullable Utf8Validator utf8) {
        counter.received(count);
        RawDeflate.Inflating used = inflater();
        used.input(bytes, from, count);
        Result result = inflate(used, maxBytes, utf8);
        if (result == Result.OK && used.isFinished()) {
            result = padding(bytes, from + count - used.remaining(), from + count);
        }
        used.input(NONE, 0, 0); // releases the caller's bytes
        return result;
    }

    /**
     * Inflates the last four bytes of a message, which the sender left out. If the result is OK, the message is whole.
     * A final block may end with these four bytes or earlier.
     */
    Result finish(int maxBytes, @Nullable Utf8Validator utf8) {
        RawDeflate.Inflating used = inflater();
        if (!used.isFinished()) {
            int before = size();
            used.input(MESSAGE_END, 0, MESSAGE_END.length);
            if (inflate(used, maxBytes, null) != Result.OK || size() != before) {
                return Result.CORRUPT;
            }
            if (used.isFinished() && used.remaining() != EMPTY_BLOCKS * EMPTY_BLOCK.length) {
                return Result.CORRUPT;
            }
        }
        if (isForgetting || used.isFinished()) {
            used.reset();
        }
        return utf8 == null || utf8.isComplete() ? Result.OK : Result.NOT_UTF_8;
    }

    /** Returns the whole message, and makes room for the next one. */
    Frame take(boolean isText, boolean isAscii) {
        counter.inflated(size());
        boolean isOneChunk = full.isEmpty();
        byte[] bytes = isOneChunk ? chunk : joined();
        int count = isOneChunk ? filled : bytes.length;
        Frame message = isText
                ? new Frame.Text(
                        new String(bytes, 0, count, isAscii ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8))
                : new Frame.Binary(isOneChunk ? Arrays.copyOf(bytes, count) : bytes);
        drop();
        return message;
    }

    /** Joins the chunks, and releases each chunk after it was copied. */
    private byte[] joined() {
        byte[] bytes = new byte[size()];
        for (int i = 0; i < full.size(); i++) {
            System.arraycopy(Objects.requireNonNull(full.set(i, null)), 0, bytes, i * CHUNK, CHUNK);
        }
        System.arraycopy(chunk, 0, bytes, full.size() * CHUNK, filled);
        return bytes;
    }

    private Result inflate(RawDeflate.Inflating used, int maxBytes, @Nullable Utf8Validator utf8) {
        while (true) {
            if (filled == chunk.length) {
                nextChunk();
            }
            int count = used.inflate(chunk, filled, CHUNK - filled);
            if (count <= 0) {
                return count == RawDeflate.Inflating.CORRUPT ? Result.CORRUPT : Result.OK;
            }
            if (count > maxBytes - size()) {
                return Result.TOO_LARGE;
            }
            if (utf8 != null && !utf8.accept(chunk, filled, filled + count)) {
                return Result.NOT_UTF_8;
            }
            filled += count;
        }
    }

    private void nextChunk() {
        if (filled > 0) {
            full.add(chunk);
        }
        chunk = new byte[CHUNK];
        filled = 0;
    }

    /** Checks the bytes behind a final block. Only zeros are allowed. */
    private static Result padding(byte[] bytes, int from, int to) {
        for (int at = from; at < to; at++) {
            if (bytes[at] != 0) {
                return Result.CORRUPT;
            }
        }
        return Result.OK;
    }

    private int size() {
        return full.size() * CHUNK + filled;
    }

    private void drop() {
        if (!full.isEmpty()) {
            full.clear();
        }
        filled = 0;
    }

    private RawDeflate.Inflating inflater() {
        RawDeflate.Inflating used = inflater;
        if (used == null) {
            if (isEnded) {
                throw new IllegalStateException("cannot inflate a message after the end of its websocket");
            }
            used = library.inflater();
            inflater = used;
        }
        return used;
    }

    /** How many bytes of memory hold the message. */
    int heldBytes() {
        return full.size() * CHUNK + chunk.length;
    }

    @Override
    public String toString() {
        return "MessageInflater[" + size() + " bytes" + (isEnded ? ", ended" : "") + "]";
    }
}
