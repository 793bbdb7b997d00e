package dev.slipstream.core.machine.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Utf8ValidatorTest {

    /** Bytes at both sides of each border in the table of RFC 3629. */
    private static final int[] BORDERS = {
        0x00, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xc1, 0xc2, 0xdf, 0xe0, 0xe1, 0xec, 0xed, 0xee, 0xef,
        0xf0, 0xf1, 0xf3, 0xf4, 0xf5, 0xff
    };

    @Test
    void fourBytesAreValidIfTheDecoderOfTheJdkAcceptsThem() {
        for (int first : BORDERS) {
            for (int second : BORDERS) {
                for (int third : BORDERS) {
                    for (int fourth : BORDERS) {
                        assertAgrees(new byte[] {(byte) first, (byte) second, (byte) third, (byte) fourth});
                    }
                }
            }
        }
    }

    private static void assertAgrees(byte[] bytes) {
        Utf8Validator validator = new Utf8Validator();
        boolean isValid = validator.accept(bytes, 0, bytes.length) && validator.isComplete();
        if (isValid != isUtf8(bytes)) {
            throw new AssertionError(
                    "wrong answer " + isValid + " for " + HexFormat.of().formatHex(bytes));
        }
    }

    private static boolean isUtf8(byte[] bytes) {
        CharsetDecoder strict = StandardCharsets.UTF_8.newDecoder();
        return !strict.decode(ByteBuffer.wrap(bytes), CharBuffer.allocate(bytes.length), true)
                .isError();
    }

    /** The validator accepts the first bytes of a text if, and only if, more bytes can complete them to valid UTF-8. */
    @Test
    void eachAcceptedBeginningCanBeCompleted() {
        for (int first = 0; first < 256; first++) {
            for (int second : BORDERS) {
                byte[] bytes = {(byte) first, (byte) second, (byte) 0x80};
                for (int length = 1; length <= bytes.length; length++) {
                    byte[] begun = Arrays.copyOf(bytes, length);
                    assertThat(new Utf8Validator().accept(begun, 0, length))
                            .as("%s", HexFormat.of().formatHex(begun))
                            .isEqualTo(canBeCompleted(begun));
                }
            }
        }
    }

    private static boolean canBeCompleted(byte[] begun) {
        for (String rest : new String[] {"", "80", "90", "a0", "8080", "9080", "a080", "808080", "908080"}) {
            byte[] more = HexFormat.of().parseHex(rest);
            byte[] whole = Arrays.copyOf(begun, begun.length + more.length);
            System.arraycopy(more, 0, whole, begun.length, more.length);
            if (isUtf8(whole)) {
                return true;
            }
        }
        return false;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 8, 9, 15, 16, 17, 31, 32, 33})
    void badByteIsFoundAtEachPlace(int length) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) 'x');
        assertThat(new Utf8Validator().accept(bytes, 0, length)).isTrue();
        for (int at = 0; at < length; at++) {
            bytes[at] = (byte) 0x80;
            assertThat(new Utf8Validator().accept(bytes, 0, length)).isFalse();
            assertThat(new Utf8Validator().accept(bytes, at + 1, length)).isTrue();
            assertThat(new Utf8Validator().accept(bytes, 0, at)).isTrue();
            bytes[at] = 'x';
        }
    }

    @Test
    void asciiIsDistinguishedFromOtherTexts() {
        Utf8Validator validator = new Utf8Validator();
        byte[] text = "ascii, then \u00fc, then ascii".getBytes(StandardCharsets.UTF_8);
        assertThat(validator.accept(text, 0, 12)).isTrue();
        assertThat(validator.isAscii()).isTrue();
        assertThat(validator.accept(text, 12, text.length)).isTrue();
        assertThat(validator.isAscii()).isFalse();

        validator.reset();

        assertThat(validator.isAscii()).isTrue();
        assertThat(validator.accept(text, 0, 13)).isTrue();
        assertThat(validator.isComplete()).isFalse();
        validator.reset();
        assertThat(validator.isComplete()).isTrue();
        assertThat(validator.accept(text, 0, 1)).isTrue();
    }
}
