package dev.slipstream.system.fuzz;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * A second implementation of a frame reader, slow and simple. It keeps no state: each call reads all bytes again from
 * the first one.
 */
final class ObviousFrames {

    private static final int CONTINUATION = 0;
    private static final int TEXT = 1;
    private static final int BINARY = 2;
    private static final int CLOSE = 8;
    private static final int PING = 9;
    private static final int PONG = 10;

    private final ByteBuffer bytes;
    private final int bound;
    private final List<String> calls = new ArrayList<>();
    private final ByteArrayOutputStream message = new ByteArrayOutputStream();
    private int messageOpcode = CONTINUATION;

    private ObviousFrames(byte[] bytes, int bound) {
        this.bytes = ByteBuffer.wrap(bytes);
        this.bound = bound;
    }

    /** Thrown if the server broke a rule. The reader then stops. */
    private static final class BrokenException extends Exception {

        private static final long serialVersionUID = 1;

        private BrokenException(int code) {
            super("broken " + code);
        }
    }

    /** Returns what a client must report after these bytes. */
    static List<String> read(byte[] bytes, int bound) {
        ObviousFrames frames = new ObviousFrames(bytes, bound);
        try {
            while (frames.frame()) {
                // continues with the next frame
            }
        } catch (BufferUnderflowException incomplete) {
            // waits for more bytes
        } catch (BrokenException broken) {
            frames.calls.add(broken.getMessage());
        }
        return frames.calls;
    }

    /** Reads a frame. Returns false after a close frame. */
    private boolean frame() throws BrokenException {
        int first = bytes.get() & 0xff;
        boolean isLast = first >= 0x80;
        int opcode = first & 0x0f;
        boolean isControl = opcode >= 8;
        demand((first & 0x70) == 0);
        demand(Set.of(CONTINUATION, TEXT, BINARY, CLOSE, PING, PONG).contains(opcode));
        demand(isLast || !isControl);
        demand(isControl || (opcode == CONTINUATION) == (messageOpcode != CONTINUATION));
        int second = bytes.get() & 0xff;
        demand(second < 0x80);
        demand(second <= 125 || !isControl);
        demand(second != 1 || opcode != CLOSE);
        BigInteger length = length(second);
        if (!isControl && length.intValueExact() + message.size() > bound) {
            throw new BrokenException(1009);
        }
        byte[] payload = new byte[Math.min(length.intValueExact(), bytes.remaining())];
        bytes.get(payload);
        boolean isComplete = payload.length == length.intValueExact();
        if (isControl) {
            return isComplete && control(opcode, payload);
        }
        messageOpcode = opcode == CONTINUATION ? messageOpcode : opcode;
        message.writeBytes(payload);
        if (messageOpcode == TEXT && !(isComplete && isLast ? isUtf8(message.toByteArray()) : beginsUtf8())) {
            throw new BrokenException(1007);
        }
        if (isComplete && isLast) {
            byte[] whole = message.toByteArray();
            calls.add(
                    messageOpcode == TEXT
                            ? "text " + new String(whole, StandardCharsets.UTF_8)
                            : "binary " + HexFormat.of().formatHex(whole));
            message.reset();
            messageOpcode = CONTINUATION;
        }
        return isComplete;
    }

    private BigInteger length(int second) throws BrokenException {
        if (second <= 125) {
            return BigInteger.valueOf(second);
        }
        byte[] encoded = new byte[second == 126 ? 2 : 8];
        bytes.get(encoded);
        BigInteger length = new BigInteger(1, encoded);
        demand(length.bitLength() <= 63);
        demand(length.compareTo(BigInteger.valueOf(second == 126 ? 126 : 65_536)) >= 0);
        if (length.compareTo(BigInteger.valueOf(bound)) > 0) {
            throw new BrokenException(1009);
        }
        return length;
    }

    private boolean control(int opcode, byte[] payload) throws BrokenException {
        String hex = HexFormat.of().formatHex(payload);
        if (opcode != CLOSE) {
            calls.add((opcode == PING ? "ping " : "pong ") + hex);
            return true;
        }
        if (payload.length == 0) {
            calls.add("close 1005 ");
            return false;
        }
        int code = ByteBuffer.wrap(payload).getShort() & 0xffff;
        byte[] reason = Arrays.copyOfRange(payload, 2, payload.length);
        demand(IntStream.concat(
                        IntStream.of(1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014),
                        IntStream.range(3000, 5000))
                .anyMatch(allowed -> allowed == code));
        if (!isUtf8(reason)) {
            throw new BrokenException(1007);
        }
        calls.add("close " + code + " " + new String(reason, StandardCharsets.UTF_8));
        return false;
    }

    private static void demand(boolean isAllowed) throws BrokenException {
        if (!isAllowed) {
            throw new BrokenException(1002);
        }
    }

    /** Whether more bytes can make the message valid UTF-8. Three more are enough, as a character has at most four. */
    private boolean beginsUtf8() {
        byte[] begun = message.toByteArray();
        for (String more : List.of("", "80", "90", "a0", "8080", "9080", "a080", "808080", "908080")) {
            byte[] rest = HexFormat.of().parseHex(more);
            byte[] whole = Arrays.copyOf(begun, begun.length + rest.length);
            System.arraycopy(rest, 0, whole, begun.length, rest.length);
            if (isUtf8(whole)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isUtf8(byte[] text) {
        return !StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(text), CharBuffer.allocate(text.length), true)
                .isError();
    }
}
