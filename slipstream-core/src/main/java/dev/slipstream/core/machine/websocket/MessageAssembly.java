package dev.slipstream.core.machine.websocket;

import dev.slipstream.core.Failure;
import dev.slipstream.core.transport.Frame;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Joins the parts of a message, and limits the size of the message. A websocket library may deliver a frame in several
 * parts. Some libraries limit the size of a frame, but not the size of a message.
 *
 * <p>Only the reading thread uses this object.
 */
final class MessageAssembly {

    /** UTF-8 takes at most this many bytes for one char. */
    private static final int MOST_BYTES = 3;

    private static final byte[] NONE = {};

    private final int maxBytes;
    private @Nullable StringBuilder text;
    private byte[] buffer = NONE;
    private int buffered;
    private long bytes;
    private @Nullable Failure failure;

    MessageAssembly(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** Returns why the message cannot be delivered; null if the message is within the limit. */
    @Nullable
    Failure failure() {
        return failure;
    }

    /** Whether a text is within the limit even if each of its chars takes {@link #MOST_BYTES} bytes. */
    static boolean fits(CharSequence text, int maxBytes) {
        return (long) text.length() * MOST_BYTES <= maxBytes;
    }

    /**
     * Adds a part of a text. The library has already refused invalid UTF-8. Returns the whole text after the last part,
     * otherwise null.
     */
    @Nullable
    Frame text(CharSequence part, boolean last) {
        if (last && bytes == 0 && fits(part, maxBytes)) {
            return new Frame.Text(part.toString());
        }
        if (!counts(utf8Length(part))) {
            return null;
        }
        if (!last) {
            text = (text == null ? new StringBuilder() : text).append(part);
            return null;
        }
        String whole = text == null ? part.toString() : text.append(part).toString();
        reset();
        return new Frame.Text(whole);
    }

    /** Adds a part of a binary message. Returns the whole message after the last part, otherwise null. */
    @Nullable
    Frame binary(ByteBuffer part, boolean last) {
        if (!counts(part.remaining())) {
            return null;
        }
        append(part);
        if (!last) {
            return null;
        }
        Frame whole = new Frame.Binary(buffered == buffer.length ? buffer : Arrays.copyOf(buffer, buffered));
        reset();
        return whole;
    }

    private boolean counts(long more) {
        bytes += more;
        if (failure == null && bytes > maxBytes) {
            failure = new Failure.MessageTooLarge(maxBytes);
            drop();
        }
        return failure == null;
    }

    /**
     * Appends a part. The first buffer has the size of the first part, because the first part is usually the whole
     * message.
     */
    private void append(ByteBuffer part) {
        int length = buffered + part.remaining();
        if (length > buffer.length) {
            buffer = Arrays.copyOf(
                    buffer, buffered == 0 ? length : (int) Math.min(Math.max(2L * buffered, length), maxBytes));
        }
        part.get(buffer, buffered, part.remaining());
        buffered = length;
    }

    private void reset() {
        bytes = 0;
        drop();
    }

    /** Releases the buffers. Otherwise a large message would use memory until the connection ends. */
    private void drop() {
        text = null;
        buffer = NONE;
        buffered = 0;
    }

    private static long utf8Length(CharSequence text) {
        long length = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            // A surrogate pair takes four bytes, so each of its two chars counts as two bytes.
            length += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
        }
        return length;
    }

    @Override
    public String toString() {
        return failure == null ? bytes + " bytes" : failure.toString();
    }
}
