package dev.slipstream.core.machine.websocket;

import static dev.slipstream.core.machine.websocket.ReadFrames.hex;
import static dev.slipstream.core.machine.websocket.ReadFrames.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.slipstream.core.transport.Frame;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FrameWriterTest {

    private static final int MASK = 0x37fa213d;

    private final FrameWriter writer = new FrameWriter();

    @Test
    void exampleOfTheRfcIsMasked() {
        writer.message(new Frame.Text("Hello"), MASK);

        assertThat(taken()).isEqualTo("818537fa213d7f9f4d5158"); // RFC 6455 section 5.7
    }

    @ParameterizedTest
    @CsvSource({
        "0, 8280",
        "125, 82fd",
        "126, 82fe007e",
        "65535, 82feffff",
        "65536, 82ff0000000000010000",
    })
    void lengthTakesTheFewestBytes(int length, String header) {
        writer.message(new Frame.Binary(new byte[length]), 0x01020304);

        assertThat(taken())
                .startsWith(header + "01020304")
                .hasSize(header.length() + 8 + 2 * length)
                .endsWith(length % 4 == 0 ? "" : "01020304".substring(0, 2 * (length % 4)));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 8, 9, 15, 16, 17, 100})
    void eachByteIsMaskedWithItsByteOfTheKey(int length) {
        byte[] payload = new byte[length];
        byte[] expected = new byte[length];
        for (int i = 0; i < length; i++) {
            payload[i] = (byte) (i * 41);
            expected[i] = (byte) (payload[i] ^ MASK >> 24 - 8 * (i % 4));
        }

        writer.message(new Frame.Binary(payload), MASK);

        assertThat(taken()).endsWith("37fa213d" + hex(expected));
    }

    @Test
    void framesAreCollectedUntilTheyAreTaken() {
        writer.message(new Frame.Text("a\u00fc\u20ac\ud83d\ude00"), 0);
        writer.ping(utf8("p"), 0);
        writer.pong(new byte[0], 0);
        writer.close(1000, "x", 0);
        assertThat(writer.size()).isEqualTo(16 + 7 + 6 + 9);

        assertThat(taken())
                .isEqualTo("818a00000000" + "61c3bce282acf09f9880" + "898100000000" + "70" + "8a8000000000"
                        + "888300000000" + "03e878");

        assertThat(writer.size()).isZero();
        assertThat(taken()).isEmpty();
        writer.pong(utf8("q"), 0);
        assertThat(taken()).isEqualTo("8a810000000071");
    }

    @Test
    void takenBytesStayWhenMoreIsWritten() {
        writer.pong(utf8("a"), 0);
        ByteBuffer first = writer.take();
        writer.pong(utf8("b"), 0);

        assertThat(hex(bytes(first))).endsWith("61");
    }

    @Test
    void controlFramesHoldAtMost125Bytes() {
        writer.ping(new byte[125], MASK);
        writer.close(1000, "x".repeat(123), MASK);
        writer.take();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> writer.ping(new byte[126], MASK))
                .withMessageContaining("126 bytes");
        assertThatIllegalArgumentException().isThrownBy(() -> writer.pong(new byte[126], MASK));
        assertThatIllegalArgumentException().isThrownBy(() -> writer.close(1000, "x".repeat(124), MASK));
        assertThat(writer.size()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {1000, 1001, 1002, 1003, 1007, 1014, 3000, 4999})
    void closeCodeIsWritten(int code) {
        writer.close(code, "", 0);

        assertThat(taken()).isEqualTo("888200000000" + HexFormat.of().toHexDigits((short) code));
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 999, 1004, 1006, 1015, 1016, 2999, 5000, 66536})
    void closeCodeThatTheRfcForbidsIsRefused(int code) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> writer.close(code, "", MASK))
                .withMessageContaining("close code " + code);
    }

    @Test
    void closeFrameWithoutACodeIsEmpty() {
        writer.close(1005, "", 0);

        assertThat(taken()).isEqualTo("888000000000");
        assertThatIllegalArgumentException().isThrownBy(() -> writer.close(1005, "why", 0));
    }

    private String taken() {
        return hex(bytes(writer.take()));
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }
}
