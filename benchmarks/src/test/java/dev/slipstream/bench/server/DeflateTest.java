package dev.slipstream.bench.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeflateTest {

    private static final byte[] HELLO = HexFormat.of().parseHex("f248cdc9c90700");

    private final Deflate deflate = new Deflate();

    @Test
    void exampleOfRfc7692IsCompressedAndExpanded() {
        assertThat(deflate.compress("Hello".getBytes(US_ASCII))).isEqualTo(HELLO);
        assertThat(deflate.expand(HELLO)).asString(US_ASCII).isEqualTo("Hello");
    }

    @Test
    void eachMessageIsCompressedForItself() {
        byte[] text = Flood.message(0, 100_000).getBytes(US_ASCII);

        assertThat(deflate.compress(text)).isEqualTo(deflate.compress(text)).hasSizeLessThan(10_000);
        assertThat(deflate.expand(deflate.compress(text))).isEqualTo(text);
    }

    @Test
    void otherBytesAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> deflate.expand("[\"1\"]".getBytes(US_ASCII)));
    }

    @Test
    void compressedMessageOfClientIsExpanded() {
        List<String> messages = new ArrayList<>();
        ByteBuffer frame = ByteBuffer.allocate(6 + HELLO.length);
        frame.put((byte) 0xc1).put((byte) (0x80 | HELLO.length)).putInt(0).put(HELLO);

        new ClientFrames().take(frame.flip(), new ClientFrames.Taker() {
            @Override
            public void message(byte[] text) {
                messages.add(new String(text, US_ASCII));
            }

            @Override
            public void control(int opcode, byte[] payload) {
                messages.add("control");
            }
        });

        assertThat(messages).containsExactly("Hello");
    }

    @Test
    void onlyClientThatOffersAtThePathGetsCompression() {
        String offer = " HTTP/1.1\r\nSec-WebSocket-Key: a\r\nSec-WebSocket-Extensions: permessage-deflate\r\n\r\n";

        assertThat(answer("GET /deflate/websocket" + offer)).contains("Sec-WebSocket-Extensions: permessage-deflate;");
        assertThat(answer("GET /socket/websocket" + offer)).doesNotContain("Extensions");
        assertThat(answer("GET /deflate/websocket HTTP/1.1\r\nSec-WebSocket-Key: a\r\n\r\n"))
                .doesNotContain("Extensions");
    }

    private static String answer(String head) {
        return new String(Upgrade.answer(head), US_ASCII);
    }
}
