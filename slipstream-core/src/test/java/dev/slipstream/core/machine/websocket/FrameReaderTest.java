package dev.slipstream.core.machine.websocket;

import static dev.slipstream.core.machine.websocket.ReadFrames.hex;
import static dev.slipstream.core.machine.websocket.ReadFrames.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FrameReaderTest {

    private static final int BOUND = 1_000;

    private final ReadFrames read = new ReadFrames();
    private final FrameReader reader = new FrameReader(BOUND);

    // --- accepted frames --------------------------------------------------------------------------------------------

    @Test
    void framesOfTheRfcAreRead() { // RFC 6455 section 5.7
        assertReads("810548656c6c6f" + "010348656c" + "80026c6f", "text Hello", "text Hello");
        assertReads("890548656c6c6f" + "8a0548656c6c6f", "ping 48656c6c6f", "pong 48656c6c6f");
    }

    @Test
    void frameWithoutPayloadIsReadWithItsHeader() {
        assertReads("8100" + "8200" + "8900" + "8a00", "text ", "binary ", "ping ", "pong ");
        assertReads("0100" + "0000" + "8000", "text ");
        assertReads("8800", "close 1005 ");
    }

    @Test
    void fragmentsAreJoinedAcrossControlFrames() {
        assertReads(
                "0102c3bc" + "890170" + "0001e2" + "8a00" + "000282ac" + "8000" + "8101" + "78" + "020100" + "8002"
                        + "0102",
                "ping 70",
                "pong ",
                "text \u00fc\u20ac",
                "text x",
                "binary 000102");
    }

    @ParameterizedTest
    @ValueSource(ints = {125, 126, 127, 255, 256, 999, 1_000})
    void payloadOfEachLengthIsRead(int length) {
        String text = "x".repeat(length - 1) + "y";
        String bytes = hex(utf8(text));

        assertReads(header("81", length) + bytes + header("82", length) + bytes, "text " + text, "binary " + bytes);
    }

    @Test
    void lengthIn64BitsIsRead() {
        byte[] frame = new byte[10 + 65_536];
        System.arraycopy(HexFormat.of().parseHex("827f0000000000010000"), 0, frame, 0, 10);
        frame[frame.length - 1] = 1;

        assertThat(new FrameReader(65_536).read(ByteBuffer.wrap(frame), read)).isTrue();

        assertThat(read.calls)
                .singleElement()
                .asString()
                .hasSize("binary ".length() + 2 * 65_536)
                .endsWith("0001");
    }

    @Test
    void closeFrameIsReadWithItsCodeAndReason() {
        assertReads("8802" + "03e8", "close 1000 ");
        assertReads("0101c3" + "8803" + "03e878", "close 1000 x"); // a character of the text lacks a byte
        assertReads("8807" + "1387" + hex(utf8("a\u00fc\u20ac")).substring(0, 10), "broken 1007");
        assertReads("8808" + "1387" + hex(utf8("a\u00fc\u20ac")), "close 4999 a\u00fc\u20ac");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "8802" + "03e9" + "810548656c6c6f",
                "8802" + "03e9" + "8800",
                "8802" + "03e9" + "8900",
                "8802" + "03e9" + "ff",
                "0101" + "78" + "8802" + "03e9" + "8001" + "78"
            })
    void nothingIsReadAfterACloseFrame(String frames) {
        assertReads(frames, "close 1001 ");
    }

    @Test
    void nothingIsReadAfterAViolation() {
        assertReads("8101ff" + "810178" + "8800", "broken 1007");
    }

    @Test
    void readerTakesAllBytesOfTheBuffer() {
        ByteBuffer open = ByteBuffer.wrap(HexFormat.of().parseHex("8900" + "89"));
        ByteBuffer ended = ByteBuffer.wrap(HexFormat.of().parseHex("00" + "8800" + "8900"));

        assertThat(reader.read(open, read)).isTrue();
        assertThat(open.hasRemaining()).isFalse();
        assertThat(reader.read(ended, read)).isFalse();
        assertThat(ended.hasRemaining()).isFalse();
        assertThat(read.calls).containsExactly("ping ", "ping ", "close 1005 ");
    }

    @Test
    void bytesOfAMessageAreCopied() {
        byte[] bytes = HexFormat.of().parseHex("8202" + "0102");
        byte[][] kept = new byte[1][];
        reader.read(ByteBuffer.wrap(bytes), new ReadFrames() {
            @Override
            public void binary(byte[] message) {
                kept[0] = message;
            }
        });

        Arrays.fill(bytes, (byte) 0);

        assertThat(kept[0]).containsExactly(1, 2);
    }

    // --- refused frames ---------------------------------------------------------------------------------------------

    @ParameterizedTest
    @ValueSource(strings = {"c1", "a1", "91", "f1", "c9", "83", "87", "8b", "8f", "09", "0a", "08", "80", "00"})
    void firstByteThatIsNotAllowedIsRefusedAtOnce(String first) {
        assertThat(read(first)).isFalse();

        assertThat(read.calls).singleElement().asString().startsWith("broken 1002 ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"81", "01", "82", "02"})
    void messageWithinAMessageIsRefusedAtOnce(String first) {
        assertThat(read("010178" + "8900")).isTrue();
        assertThat(read(first)).isFalse();

        assertThat(read.calls).containsExactly("ping ", "broken 1002 began a message within another message");
    }

    @ParameterizedTest
    @CsvSource({
        "8180, masked",
        "81fe, masked",
        "8980, masked",
        "897e, more than 125",
        "8a7f, more than 125",
        "887e, more than 125",
        "8801, half a code",
        "817e0000, the length 0 in",
        "817e007d, the length 125 in",
        "827f0000000000000000, the length 0 in",
        "817f000000000000ffff, the length 65535 in",
        "827f8000000000000000, highest bit",
        "827fffffffffffffffff, highest bit"
    })
    void headerThatIsNotAllowedIsRefusedAtItsLastByte(String header, String problem) {
        int last = header.length() - 2;
        assertThat(read(header.substring(0, last))).isTrue();
        assertThat(read.calls).isEmpty();
        assertThat(read(header.substring(last))).isFalse();

        assertThat(read.calls)
                .singleElement()
                .asString()
                .startsWith("broken 1002 ")
                .contains(problem);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"817e03e9", "827effff", "827f0000000000010000", "817f7fffffffffffffff", "817f0000000100000000"})
    void lengthAboveTheBoundIsRefusedBeforeThePayload(String header) {
        assertReads(header, "broken 1009");

        assertThat(read(header)).isFalse();
        assertThat(read.calls).containsExactly("broken 1009 sent a message of more than 1000 bytes");
    }

    @ParameterizedTest
    @CsvSource({"500, 501", "1000, 1", "1, 1000", "0, 1001"})
    void fragmentsAboveTheBoundAreRefusedBeforeThePayload(int first, int second) {
        assertThat(read(header("02", first) + "01".repeat(first))).isTrue();
        assertThat(read("8900")).isTrue();
        assertThat(read(header("00", second))).isFalse();

        assertThat(read.calls).containsExactly("ping ", "broken 1009 sent a message of more than 1000 bytes");
    }

    @Test
    void boundAppliesToEachMessageSeparately() {
        String message = header("02", 500) + "00".repeat(500) + header("80", 500) + "00".repeat(500);

        assertThat(read(message + message + "8202" + "0000" + message)).isTrue();

        assertThat(read.calls).hasSize(4).allMatch(call -> call.startsWith("binary "));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 999, 1004, 1005, 1006, 1015, 1016, 2999, 5000, 65535})
    void closeCodeThatTheRfcForbidsIsRefused(int code) {
        assertReads("8802" + HexFormat.of().toHexDigits((short) code), "broken 1002");
    }

    @ParameterizedTest
    @ValueSource(ints = {1000, 1003, 1007, 1010, 1014, 3000, 4999})
    void closeCodeThatTheRfcAllowsIsRead(int code) {
        assertReads("8802" + HexFormat.of().toHexDigits((short) code), "close " + code + " ");
    }

    @ParameterizedTest
    @CsvSource({
        "ff, 0",
        "c0, 0",
        "c328, 1",
        "6869e28228, 4",
        "e080, 1",
        "eda0, 1",
        "f08f, 1",
        "f490, 1",
        "f5, 0",
        "f09f9828, 3",
        "78787878787878787880, 9"
    })
    void textIsRefusedAtItsFirstBadByte(String text, int bad) {
        String header = "817e03e8";
        assertThat(read(header + text.substring(0, 2 * bad))).isTrue();
        assertThat(read.calls).isEmpty();
        assertThat(read(text.substring(2 * bad))).isFalse();

        assertThat(read.calls).containsExactly("broken 1007 sent a text that is not UTF-8");
    }

    @ParameterizedTest
    @ValueSource(strings = {"8101c3", "8102e282", "8103f09f98", "0101c3" + "8000", "0101c3" + "8900" + "8001" + "78"})
    void textThatEndsWithinACharacterIsRefused(String frames) {
        read(frames);

        assertThat(read.calls.getLast()).isEqualTo("broken 1007 sent a text that is not UTF-8");
    }

    // --- memory -----------------------------------------------------------------------------------------------------

    @Test
    void memoryGrowsWithTheBytesThatArrivedNotWithTheClaimedLength() {
        FrameReader large = new FrameReader(Integer.MAX_VALUE);
        assertThat(large.read(ByteBuffer.wrap(HexFormat.of().parseHex("827f000000007fffffff")), read))
                .isTrue();
        for (int arrived = 1; arrived <= 100_000; arrived += 1_000) {
            large.read(ByteBuffer.allocate(arrived == 1 ? 1 : 1_000), read);

            assertThat(large.bufferLength()).isLessThan(2 * arrived + 1);
        }
    }

    @Test
    void bufferIsNotLongerThanTheLastFrameRequires() {
        FrameReader large = new FrameReader(10_000);
        large.read(ByteBuffer.wrap(HexFormat.of().parseHex(header("82", 1_000) + "00".repeat(600))), read);
        large.read(ByteBuffer.allocate(100), read);

        assertThat(large.bufferLength()).isEqualTo(1_000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"8800", "ff"})
    void bufferIsReleasedAtTheEnd(String end) {
        read("0203" + "010203" + end);

        assertThat(reader.bufferLength()).isZero();
    }

    @Test
    void bufferIsReleasedAfterTheMessage() {
        read("0203" + "010203");
        assertThat(reader.bufferLength()).isEqualTo(3);
        read("8001" + "04");

        assertThat(read.calls).containsExactly("binary 01020304");
        assertThat(reader.bufferLength()).isZero();
    }

    @Test
    void statePrintsNoPayload() {
        read("010673656372" + "6574" + "89");

        assertThat(reader.toString()).contains("LENGTH", "buffered=6 of 1000").doesNotContain("secret", "736563");
    }

    // --- reading ----------------------------------------------------------------------------------------------------

    private boolean read(String hex) {
        return reader.read(ByteBuffer.wrap(HexFormat.of().parseHex(hex)), read);
    }

    private static String header(String first, int length) {
        return length < 126
                ? first + HexFormat.of().toHexDigits((byte) length)
                : first + "7e" + HexFormat.of().toHexDigits((short) length);
    }

    /**
     * Reads the frames in one read, in two reads with every split, byte by byte, and from each kind of buffer. Each
     * time the reader must make these calls.
     */
    private static void assertReads(String frames, String... calls) {
        byte[] bytes = HexFormat.of().parseHex(frames);
        List<String> expected = List.of(calls);
        assertThat(read(ByteBuffer.wrap(bytes))).isEqualTo(expected);
        assertThat(read(ByteBuffer.allocateDirect(bytes.length).put(bytes).flip()))
                .isEqualTo(expected);
        assertThat(read(ByteBuffer.wrap(bytes).asReadOnlyBuffer())).isEqualTo(expected);
        ByteBuffer shifted =
                ByteBuffer.allocate(bytes.length + 7).position(3).slice().position(2);
        assertThat(read(shifted.put(bytes).limit(2 + bytes.length).position(2))).isEqualTo(expected);
        for (int cut = 1; cut < bytes.length; cut++) {
            assertThat(read(ByteBuffer.wrap(bytes, 0, cut), ByteBuffer.wrap(bytes, cut, bytes.length - cut)))
                    .isEqualTo(expected);
        }
        ByteBuffer[] single = new ByteBuffer[bytes.length];
        Arrays.setAll(single, at -> ByteBuffer.wrap(bytes, at, 1));
        assertThat(read(single)).isEqualTo(expected);
    }

    private static List<String> read(ByteBuffer... parts) {
        ReadFrames read = new ReadFrames();
        FrameReader reader = new FrameReader(BOUND);
        for (ByteBuffer part : parts) {
            reader.read(part, read);
        }
        return read.calls.stream()
                .map(call -> call.startsWith("broken") ? call.substring(0, "broken 1002".length()) : call)
                .toList();
    }
}
