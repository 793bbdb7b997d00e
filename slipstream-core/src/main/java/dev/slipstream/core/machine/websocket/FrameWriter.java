package dev.slipstream.core.machine.websocket;

import dev.slipstream.core.transport.Frame;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes the frames of a client to bytes, as RFC 6455 section 5 requires: each message in one frame, with a mask. Many
 * frames can be collected, and then sent at once.
 *
 * <p>The caller draws the mask keys. RFC 6455 section 5.3 requires a new key for each frame, from a source that nobody
 * can predict, such as {@code SecureRandom}.
 *
 * <p>The writer does not limit its size. The caller takes the bytes when {@link #size} is large enough. One thread at a
 * time may call the writer.
 */
public final class FrameWriter {

    private static final int FIN = 0x80;
    private static final int MASKED = 0x80;
    private static final int MAX_HEADER = 2 + Long.BYTES + Integer.BYTES;
    private static final int MAX_FIRST_LENGTH = 16 << 10;
    private static final byte[] NONE = {};

    private byte[] bytes = NONE;
    private int size;
    /** The minimum size of the next buffer: as many bytes as the last {@link #take} returned, at most 16 KiB. */
    private int taken;

    /** Makes a writer without frames. */
    public FrameWriter() {}

    /**
     * Adds a message.
     *
     * @param message the message; a text must not have lone surrogates, because UTF-8 cannot represent them
     * @param mask the mask key
     */
    public void message(Frame message, int mask) {
        switch (message) {
            case Frame.Text(String text) -> payload(Opcodes.TEXT, text.getBytes(StandardCharsets.UTF_8), mask);
            case Frame.Binary(byte[] payload) -> payload(Opcodes.BINARY, payload, mask);
        }
    }

    /** Adds a message of this opcode. */
    void payload(int opcode, byte[] payload, int mask) {
        frame(opcode, payload, payload.length, mask);
    }

    /** Adds a message of this opcode, whose payload is compressed: the first bytes of an array. */
    void compressed(int opcode, byte[] payload, int length, int mask) {
        frame(Opcodes.COMPRESSED | opcode, payload, length, mask);
    }

    /**
     * Adds a ping.
     *
     * @param payload at most 125 bytes
     */
    public void ping(byte[] payload, int mask) {
        control(Opcodes.PING, payload, mask);
    }

    /**
     * Adds a pong.
     *
     * @param payload at most 125 bytes; if the pong answers a ping, the payload of the ping
     */
    public void pong(byte[] payload, int mask) {
        control(Opcodes.PONG, payload, mask);
    }

    /**
     * Adds a close frame. No frame may follow it.
     *
     * @param code a code that RFC 6455 allows in a frame, or 1005 for a frame without a code
     * @param text the close reason: at most 123 bytes of UTF-8; empty if there is no code
     * @throws IllegalArgumentException if RFC 6455 forbids the code, or the text is too long
     */
    public void close(int code, String text, int mask) {
        byte[] reason = text.getBytes(StandardCharsets.UTF_8);
        if (code == CloseCodes.NO_CODE && reason.length == 0) {
            control(Opcodes.CLOSE, NONE, mask);
            return;
        }
        if (!CloseCodes.isAllowedInFrame(code)) {
            throw new IllegalArgumentException("cannot write the close code " + code
                    + ": RFC 6455 forbids it in a frame; use 1000, 1001 or 3000 to 4999");
        }
        byte[] payload = new byte[Short.BYTES + reason.length];
        payload[0] = (byte) (code >> 8);
        payload[1] = (byte) code;
        System.arraycopy(reason, 0, payload, Short.BYTES, reason.length);
        control(Opcodes.CLOSE, payload, mask);
    }

    /** The number of bytes that were added since the last {@link #take}. */
    public int size() {
        return size;
    }

    /** Returns the frames that were added since the last call. The writer does not use these bytes any more. */
    public ByteBuffer take() {
        ByteBuffer frames = ByteBuffer.wrap(bytes, 0, size);
        taken = Math.min(size, MAX_FIRST_LENGTH);
        bytes = NONE;
        size = 0;
        return frames;
    }

    private void control(int opcode, byte[] payload, int mask) {
        if (payload.length > Opcodes.MAX_CONTROL_PAYLOAD) {
            throw new IllegalArgumentException(
                    "cannot write a control frame with " + payload.length + " bytes: RFC 6455 allows "
                            + Opcodes.MAX_CONTROL_PAYLOAD + "; shorten the payload or close reason");
        }
        frame(opcode, payload, payload.length, mask);
    }

    /** Adds a frame. The opcode may include {@link Opcodes#COMPRESSED}. */
    private void frame(int opcode, byte[] payload, int length, int mask) {
        reserve(MAX_HEADER + length);
        bytes[size++] = (byte) (FIN | opcode);
        if (length <= Opcodes.MAX_CONTROL_PAYLOAD) {
            bytes[size++] = (byte) (MASKED | length);
        } else if (length < 1 << Short.SIZE) {
            bytes[size++] = (byte) (MASKED | Opcodes.LENGTH_IN_16_BITS);
            bytes[size++] = (byte) (length >> 8);
            bytes[size++] = (byte) length;
        } else {
            bytes[size++] = (byte) (MASKED | Opcodes.LENGTH_IN_64_BITS);
            LongAccess.set(bytes, size, length);
            size += Long.BYTES;
        }
        for (int shift = 24; shift >= 0; shift -= 8) {
            bytes[size++] = (byte) (mask >> shift);
        }
        mask(payload, length, mask);
    }

    /** Adds the masked payload, eight bytes at a time. */
    private void mask(byte[] payload, int length, int mask) {
        long twice = ((long) mask << Integer.SIZE) | (mask & 0xffff_ffffL);
        int at = 0;
        for (; at <= length - Long.BYTES; at += Long.BYTES) {
            LongAccess.set(bytes, size + at, LongAccess.get(payload, at) ^ twice);
        }
        for (; at < length; at++) {
            bytes[size + at] = (byte) (payload[at] ^ (twice >> (8 * (7 - at % 8))));
        }
        size += length;
    }

    private void reserve(int more) {
        int needed = Math.addExact(size, more);
        if (needed > bytes.length) {
            bytes = Arrays.copyOf(
                    bytes, Math.max(needed, size == 0 ? taken : 2 * size)); // if 2 * size overflows, it is negative
        }
    }

    @Override
    public String toString() {
        return "FrameWriter[" + size + " bytes]";
    }
}
