package dev.slipstream.bench.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.UnaryOperator;

/** Many messages to one client, written without copying, in chunks as large as the socket accepts. */
final class Flood {

    private static final int CHUNK = 256 << 10;

    private final ByteBuffer frames;
    private final int frame;
    private final long total;
    private long written;

    /**
     * Prepares the frames.
     *
     * @param messages the number of messages
     * @param bytes the size of each payload
     * @param topics number of topics, used in turn
     * @param framing makes the frame of a text
     * @throws IllegalArgumentException if the frames do not have the same length
     */
    Flood(int messages, int bytes, int topics, UnaryOperator<byte[]> framing) {
        byte[][] each = new byte[topics][];
        for (int i = 0; i < topics; i++) {
            each[i] = framing.apply(message(i, bytes).getBytes(UTF_8));
            if (each[i].length != each[0].length) {
                throw new IllegalArgumentException("frames of different lengths; use one topic with compression");
            }
        }
        frame = each[0].length;
        int rounds = Math.max(1, CHUNK / (frame * topics));
        frames = ByteBuffer.allocateDirect(rounds * topics * frame);
        for (int round = 0; round < rounds; round++) {
            for (byte[] one : each) {
                frames.put(one);
            }
        }
        frames.flip();
        total = (long) messages * frame;
    }

    /** The text of a broadcast. It has the same length for all topics. */
    static String message(int topic, int bytes) {
        return "[null,null,\"" + topic(topic) + "\",\"msg\"," + payload(bytes) + "]";
    }

    static String topic(int index) {
        return "bench:%03d".formatted(index);
    }

    /** A payload of this many bytes, which must be at least 11. */
    static String payload(int bytes) {
        ByteArrayOutputStream text = new ByteArrayOutputStream(bytes);
        text.writeBytes("{\"text\":\"".getBytes(UTF_8));
        for (int i = 0; text.size() < bytes - 2; i++) {
            text.write("the quick brown fox jumps over the lazy dog, ".charAt(i % 45));
        }
        text.writeBytes("\"}".getBytes(UTF_8));
        return text.toString(UTF_8);
    }

    /** Whether the next byte begins a frame. */
    boolean isBetweenFrames() {
        return written % frame == 0;
    }

    boolean isOver() {
        return written == total;
    }

    /** Number of messages written completely. */
    long messages() {
        return written / frame;
    }

    /**
     * Writes once.
     *
     * @param toBoundary whether to stop at the end of the current frame
     * @return whether the socket accepted everything
     */
    boolean write(ConnectionBytes wire, boolean toBoundary) throws IOException {
        int at = (int) (written % frames.capacity());
        long left = Math.min(total - written, frames.capacity() - at);
        if (toBoundary) {
            left = Math.min(left, frame - written % frame);
        }
        frames.limit(at + (int) left).position(at);
        int taken = wire.write(frames);
        written += taken;
        return taken == left;
    }
}
