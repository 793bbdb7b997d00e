package dev.slipstream.transport.jdk;

import dev.slipstream.core.transport.Frame;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Puts the parts of a message together: the JDK hands out any frame in pieces, and knows no largest message.
 *
 * <p>Not for several threads at once; the JDK calls its listener one call after the other.
 */
final class JdkAssembly {

    /** Of UTF-8 for one char. */
    private static final int MOST_BYTES = 3;

    private final int maxBytes;
    private @Nullable StringBuilder text; // made for what comes in parts
    private @Nullable ByteArrayOutputStream binary;
    private long bytes;

    JdkAssembly(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** Whether the message has outgrown the bound; nothing of it is kept then. */
    boolean isTooLarge() {
        return bytes > maxBytes;
    }

    /** Adds a part of a text; the whole one if this was the last part and it fits, else null. */
    @Nullable
    Frame add(CharSequence part, boolean last) {
        if (last && bytes == 0 && (long) part.length() * MOST_BYTES <= maxBytes) {
            return new Frame.Text(part.toString()); // fits, however many bytes its chars are
        }
        bytes += utf8Length(part);
        if (isTooLarge()) {
            drop();
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

    /** Adds a part of a binary message; the whole one if this was the last part and it fits, else null. */
    @Nullable
    Frame add(ByteBuffer part, boolean last) {
        bytes += part.remaining();
        if (isTooLarge()) {
            drop();
            return null;
        }
        byte[] copy = new byte[part.remaining()];
        part.get(copy);
        if (last && binary == null) {
            reset();
            return new Frame.Binary(copy);
        }
        ByteArrayOutputStream parts = binary == null ? new ByteArrayOutputStream() : binary;
        parts.writeBytes(copy);
        binary = parts;
        if (!last) {
            return null;
        }
        Frame whole = new Frame.Binary(parts.toByteArray());
        reset();
        return whole;
    }

    private void reset() {
        bytes = 0;
        drop();
    }

    /** No buffers, for one large message must not hold its memory as long as the connection lives. */
    private void drop() {
        text = null;
        binary = null;
    }

    private static long utf8Length(CharSequence text) {
        long length = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            // Each half of a surrogate pair counts for half of its four bytes.
            length += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
        }
        return length;
    }
}
