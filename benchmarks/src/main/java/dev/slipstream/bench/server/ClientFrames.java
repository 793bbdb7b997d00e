package dev.slipstream.bench.server;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Extracts messages from a client's bytes: unmasks frames, joins fragments and expands compressed messages. */
final class ClientFrames {

    /** Receives messages and control frames. */
    interface Taker {

        /** A whole text message. */
        void message(byte[] text);

        /** A control frame; opcode 8 is close, 9 is ping. */
        void control(int opcode, byte[] payload);
    }

    private static final int MAX_MESSAGE = 16 << 20;
    private static final byte[] NOTHING = {};

    /** The bit RSV1, which the first frame of a compressed message has. */
    private static final int COMPRESSED = 0x40;

    private byte[] rest = NOTHING;
    private ByteArrayOutputStream fragments = new ByteArrayOutputStream(0);
    private boolean isCompressed; // whether the message that is being received is compressed
    private @Nullable Deflate deflate;

    /**
     * Handles the bytes of one read. An incomplete frame is kept for the next call.
     *
     * @throws IllegalArgumentException if a frame is too long, not masked or badly compressed
     */
    void take(ByteBuffer read, Taker taker) {
        byte[] bytes = new byte[rest.length + read.remaining()];
        System.arraycopy(rest, 0, bytes, 0, rest.length);
        read.get(bytes, rest.length, bytes.length - rest.length);
        ByteBuffer all = ByteBuffer.wrap(bytes);
        while (takeFrame(all, taker)) {
            // continues until a frame is incomplete
        }
        rest = all.hasRemaining() ? Arrays.copyOfRange(bytes, all.position(), bytes.length) : NOTHING;
    }

    private boolean takeFrame(ByteBuffer all, Taker taker) {
        int start = all.position();
        if (all.remaining() < 2) {
            return false;
        }
        int first = all.get();
        int second = all.get();
        if (second >= 0) {
            throw new IllegalArgumentException("frame is not masked");
        }
        int size = second & 0x7f;
        int extended = size == 126 ? 2 : size == 127 ? 8 : 0;
        if (all.remaining() < extended + 4) {
            all.position(start);
            return false;
        }
        long length = extended == 0 ? size : extended == 2 ? Short.toUnsignedInt(all.getShort()) : all.getLong();
        if (length < 0 || length > MAX_MESSAGE) {
            throw new IllegalArgumentException("a frame of " + length + " bytes");
        }
        int mask = all.getInt();
        if (all.remaining() < length) {
            all.position(start);
            return false;
        }
        byte[] payload = new byte[(int) length];
        all.get(payload);
        unmask(payload, mask);
        hand(first, payload, taker);
        return true;
    }

    private static void unmask(byte[] payload, int mask) {
        for (int i = 0; i < payload.length; i++) {
            payload[i] ^= (byte) (mask >> (24 - 8 * (i & 3)));
        }
    }

    private void hand(int first, byte[] payload, Taker taker) {
        int opcode = first & 0x0f;
        boolean last = (first & 0x80) != 0;
        if (opcode >= 8) {
            taker.control(opcode, payload);
        } else {
            isCompressed |= (first & COMPRESSED) != 0;
            if (last && fragments.size() == 0) {
                message(payload, taker);
            } else {
                fragments.writeBytes(payload);
                if (last) {
                    byte[] whole = fragments.toByteArray();
                    fragments = new ByteArrayOutputStream(0);
                    message(whole, taker);
                }
            }
        }
    }

    private void message(byte[] whole, Taker taker) {
        if (!isCompressed) {
            taker.message(whole);
            return;
        }
        isCompressed = false;
        Deflate expanding = deflate;
        if (expanding == null) {
            expanding = new Deflate();
            deflate = expanding;
        }
        taker.message(expanding.expand(whole));
    }
}
