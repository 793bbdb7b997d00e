package dev.slipstream.bench.server;

import java.nio.ByteBuffer;

/** Encodes websocket frames of a server. */
final class Frames {

    private static final int SHORT = 126;
    private static final int LONG = 127;

    private Frames() {}

    /** A whole text message. */
    static byte[] text(byte[] payload) {
        return frame(0x81, payload);
    }

    /** A whole text message, already compressed. */
    static byte[] compressedText(byte[] payload) {
        return frame(0xc1, payload);
    }

    /** A frame with this first byte. */
    static byte[] frame(int first, byte[] payload) {
        int head = payload.length < SHORT ? 2 : payload.length < 1 << 16 ? 4 : 10;
        ByteBuffer frame = ByteBuffer.allocate(head + payload.length);
        frame.put((byte) first);
        switch (head) {
            case 2 -> frame.put((byte) payload.length);
            case 4 -> frame.put((byte) SHORT).putShort((short) payload.length);
            default -> frame.put((byte) LONG).putLong(payload.length);
        }
        return frame.put(payload).array();
    }
}
