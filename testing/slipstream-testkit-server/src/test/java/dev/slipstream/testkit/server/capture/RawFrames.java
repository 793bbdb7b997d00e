package dev.slipstream.testkit.server.capture;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Assembles a client's messages from its valid raw frames, for a peer that handles only whole messages. */
final class RawFrames {

    private final ByteArrayOutputStream message = new ByteArrayOutputStream();
    private int opcode;

    /** The message or control frame that this frame completes; null if the message continues. */
    @Nullable
    WireFrame whole(WireFrame.Raw raw) {
        byte[] bytes = raw.bytes();
        boolean isLast = (bytes[0] & 0x80) != 0;
        int kind = bytes[0] & 0x0f;
        int size = bytes[1] & 0x7f;
        if (size > 125) {
            throw new IllegalArgumentException("a frame of more than 125 bytes: " + size);
        }
        byte[] payload = Arrays.copyOfRange(bytes, 6, 6 + size);
        for (int i = 0; i < size; i++) {
            payload[i] ^= bytes[2 + i % 4];
        }
        String hex = HexFormat.of().formatHex(payload);
        return switch (kind) {
            case 8 -> new WireFrame.Close((payload[0] & 0xff) << 8 | payload[1] & 0xff, "");
            case 9 -> new WireFrame.Ping(hex);
            case 10 -> new WireFrame.Pong(hex);
            default -> {
                opcode = kind == 0 ? opcode : kind;
                message.writeBytes(payload);
                yield isLast ? take() : null;
            }
        };
    }

    private WireFrame take() {
        byte[] whole = message.toByteArray();
        message.reset();
        return opcode == 1
                ? new WireFrame.Text(new String(whole, StandardCharsets.UTF_8))
                : new WireFrame.Binary(HexFormat.of().formatHex(whole));
    }
}
