package dev.slipstream.bench.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClientFramesTest {

    private final List<String> messages = new ArrayList<>();
    private final ClientFrames frames = new ClientFrames();

    @Test
    void framesAreUnmaskedAndSplit() {
        take(masked(0x81, "one"), masked(0x81, "x".repeat(300)), masked(0x81, "y".repeat(70_000)));

        assertThat(messages).containsExactly("one", "x".repeat(300), "y".repeat(70_000));
    }

    @Test
    void frameInSingleBytesIsAssembled() {
        for (byte one : masked(0x81, "slow")) {
            take(new byte[] {one});
        }

        assertThat(messages).containsExactly("slow");
    }

    @Test
    void fragmentsAroundPingBecomeOneMessage() {
        take(masked(0x01, "one "), masked(0x89, "?"), masked(0x00, "two "), masked(0x80, "three"));

        assertThat(messages).containsExactly("ping ?", "one two three");
    }

    private void take(byte[]... encoded) {
        for (byte[] frame : encoded) {
            frames.take(ByteBuffer.wrap(frame), new ClientFrames.Taker() {
                @Override
                public void message(byte[] text) {
                    messages.add(new String(text, UTF_8));
                }

                @Override
                public void control(int opcode, byte[] payload) {
                    messages.add((opcode == 9 ? "ping " : "other ") + new String(payload, UTF_8));
                }
            });
        }
    }

    private static byte[] masked(int first, String text) {
        byte[] plain = Frames.frame(first, text.getBytes(UTF_8));
        int head = plain.length - text.length();
        ByteBuffer masked = ByteBuffer.allocate(plain.length + 4);
        masked.put(plain, 0, head).put(new byte[] {1, 2, 3, 4});
        masked.put(1, (byte) (plain[1] | 0x80));
        for (int i = 0; i < text.length(); i++) {
            masked.put((byte) (plain[head + i] ^ (1 + i % 4)));
        }
        return masked.array();
    }
}
