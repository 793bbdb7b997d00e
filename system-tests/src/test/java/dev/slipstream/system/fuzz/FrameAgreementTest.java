package dev.slipstream.system.fuzz;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The frame reader and {@link ObviousFrames} agree about random frames, valid or damaged, that arrive in two reads. */
class FrameAgreementTest {

    private static final int ROUNDS = 2_000;
    private static final List<Integer> BOUNDS = List.of(0, 5, 100, 130, 1_000);
    private static final List<String> TEXTS =
            List.of("", "x", "only ascii, 16 b", "\u00fc\u20ac\ud83d\ude00", "a\u0000\uffff");

    /** Invalid UTF-8: overlong characters, a surrogate, characters above U+10FFFF, and parts of characters. */
    private static final List<String> INVALID =
            List.of("c080", "e08080", "eda080", "f0808080", "f4908080", "f580", "80", "c3", "e282");

    private final SplittableRandom random = new SplittableRandom(19);

    @Test
    void bothReadersAgree() {
        for (int round = 0; round < ROUNDS; round++) {
            byte[] frames = frames();
            if (random.nextInt(3) == 0) {
                frames = damaged(frames);
            }
            int bound = BOUNDS.get(random.nextInt(BOUNDS.size()));
            try {
                WebSocketFrames.check(frames, bound, 1 + random.nextInt(9), random.nextInt(), frames.length + 1);
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError(
                        "bound " + bound + ", " + HexFormat.of().formatHex(frames), e);
            }
        }
    }

    /** Some messages in fragments, with control frames among the fragments. */
    private byte[] frames() {
        ByteArrayOutputStream frames = new ByteArrayOutputStream();
        for (int messages = random.nextInt(1, 4); messages > 0; messages--) {
            boolean isText = random.nextInt(3) > 0;
            byte[] message = payload(isText);
            int opcode = isText ? 1 : 2;
            int from = 0;
            while (random.nextInt(3) == 0) {
                int to = random.nextInt(from, message.length + 1);
                frames.writeBytes(frame(opcode, Arrays.copyOfRange(message, from, to)));
                maybeControl(frames);
                opcode = 0;
                from = to;
            }
            frames.writeBytes(frame(0x80 | opcode, Arrays.copyOfRange(message, from, message.length)));
            maybeControl(frames);
        }
        if (random.nextInt(4) == 0) {
            frames.writeBytes(close());
        }
        return frames.toByteArray();
    }

    private void maybeControl(ByteArrayOutputStream frames) {
        switch (random.nextInt(12)) {
            case 0 -> frames.writeBytes(frame(0x89, payload(false)));
            case 1 -> frames.writeBytes(frame(0x8a, payload(false)));
            case 2 -> frames.writeBytes(close());
            default -> {}
        }
    }

    private byte[] close() {
        int code = List.of(1000, 1005, 1012, 3000, random.nextInt(65_536)).get(random.nextInt(5));
        byte[] reason = payload(random.nextInt(4) > 0);
        return frame(
                0x88,
                ByteBuffer.allocate(2 + reason.length)
                        .putShort((short) code)
                        .put(reason)
                        .array());
    }

    private byte[] payload(boolean isText) {
        if (isText) {
            String text = TEXTS.get(random.nextInt(TEXTS.size())) + TEXTS.get(random.nextInt(TEXTS.size()));
            byte[] valid = text.repeat(random.nextInt(10) == 0 ? 9 : 1).getBytes(StandardCharsets.UTF_8);
            return random.nextInt(10) > 0 ? valid : joined(valid, INVALID.get(random.nextInt(INVALID.size())));
        }
        byte[] payload = new byte[random.nextInt(10) == 0 ? 130 : random.nextInt(20)];
        random.nextBytes(payload);
        return payload;
    }

    private static byte[] joined(byte[] valid, String invalid) {
        byte[] more = HexFormat.of().parseHex(invalid);
        byte[] both = Arrays.copyOf(valid, valid.length + more.length);
        System.arraycopy(more, 0, both, valid.length, more.length);
        return both;
    }

    private static byte[] frame(int first, byte[] payload) {
        ByteBuffer frame = ByteBuffer.allocate(4 + payload.length).put((byte) first);
        if (payload.length < 126) {
            frame.put((byte) payload.length);
        } else {
            frame.put((byte) 126).putShort((short) payload.length);
        }
        frame.put(payload);
        return Arrays.copyOf(frame.array(), frame.position());
    }

    private byte[] damaged(byte[] frames) {
        byte[] bytes = frames.clone();
        for (int edits = random.nextInt(1, 3); edits > 0; edits--) {
            int at = random.nextInt(bytes.length);
            switch (random.nextInt(3)) {
                case 0 -> bytes[at] = (byte) random.nextInt();
                case 1 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                default -> {
                    byte[] longer = Arrays.copyOf(bytes, bytes.length + 1);
                    System.arraycopy(bytes, at, longer, at + 1, bytes.length - at);
                    bytes = longer;
                }
            }
        }
        return bytes;
    }
}
