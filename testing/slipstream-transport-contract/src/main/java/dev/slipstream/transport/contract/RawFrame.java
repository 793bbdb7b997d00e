package dev.slipstream.transport.contract;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * One websocket frame of RFC 6455 section 5.2, valid or not.
 *
 * @param first the first byte: FIN, the reserved bits and the opcode
 * @param masked whether the frame has a mask; a server must not send masked frames
 * @param payload the payload without the mask
 */
@SuppressWarnings("ArrayRecordComponent") // frames are read, never compared
public record RawFrame(int first, boolean masked, byte[] payload) {

    /** FIN, the bit of the last fragment. */
    public static final int FIN = 0x80;

    static final int CONTINUATION = 0x0;
    static final int TEXT = 0x1;
    static final int BINARY = 0x2;
    static final int CLOSE = 0x8;
    static final int PING = 0x9;
    static final int PONG = 0xa;

    private static final byte[] MASK = {1, 2, 3, 4};

    /** A whole text message. */
    public static RawFrame text(String text) {
        return new RawFrame(FIN | TEXT, false, text.getBytes(StandardCharsets.UTF_8));
    }

    /** A whole binary message. */
    public static RawFrame binary(byte[] bytes) {
        return new RawFrame(FIN | BINARY, false, bytes);
    }

    /** A ping. */
    public static RawFrame ping(String text) {
        return new RawFrame(FIN | PING, false, text.getBytes(StandardCharsets.UTF_8));
    }

    /** An unsolicited pong. */
    public static RawFrame pong(String text) {
        return new RawFrame(FIN | PONG, false, text.getBytes(StandardCharsets.UTF_8));
    }

    /** A close frame, with any code. */
    public static RawFrame close(int code, String reason) {
        byte[] text = reason.getBytes(StandardCharsets.UTF_8);
        byte[] payload = ByteBuffer.allocate(2 + text.length)
                .putShort((short) code)
                .put(text)
                .array();
        return new RawFrame(FIN | CLOSE, false, payload);
    }

    /** A close frame with this payload, which may be empty. */
    public static RawFrame close(byte[] payload) {
        return new RawFrame(FIN | CLOSE, false, payload);
    }

    /** This frame with a mask. Only clients may send masked frames. */
    public RawFrame withMask() {
        return new RawFrame(first, true, payload);
    }

    /** The opcode. */
    public int opcode() {
        return first & 0xf;
    }

    /** The payload as UTF-8. */
    public String text() {
        return new String(payload, StandardCharsets.UTF_8);
    }

    /** The code of this close frame, or 1005 if the frame has no code. */
    public int closeCode() {
        return payload.length < 2 ? 1005 : ByteBuffer.wrap(payload).getShort() & 0xffff;
    }

    /** The encoded frame. */
    public byte[] bytes() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(first);
        int mask = masked ? 0x80 : 0;
        int length = payload.length;
        if (length < 126) {
            out.write(mask | length);
        } else if (length < 1 << 16) {
            out.write(mask | 126);
            out.writeBytes(ByteBuffer.allocate(2).putShort((short) length).array());
        } else {
            out.write(mask | 127);
            out.writeBytes(ByteBuffer.allocate(8).putLong(length).array());
        }
        if (masked) {
            out.writeBytes(MASK);
        }
        for (int i = 0; i < length; i++) {
            out.write(masked ? payload[i] ^ MASK[i % 4] : payload[i]);
        }
        return out.toByteArray();
    }

    @Override
    public String toString() {
        return "RawFrame[first=0x" + Integer.toHexString(first) + ", " + payload.length + " bytes]";
    }
}
