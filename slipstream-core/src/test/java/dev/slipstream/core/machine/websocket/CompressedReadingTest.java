package dev.slipstream.core.machine.websocket;

import static dev.slipstream.core.machine.websocket.ReadFrames.hex;
import static dev.slipstream.core.machine.websocket.ReadFrames.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.zip.Deflater;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How a {@link FrameReader} reads compressed messages. */
class CompressedReadingTest {

    private static final int CHUNK = 8 << 10;
    private static final int BOUND = 100_000;
    private static final int COMPRESSED_TEXT = 0xc1;
    private static final int COMPRESSED_BINARY = 0xc2;
    private static final String HELLO = "f248cdc9c90700";
    private static final String CORRUPT = "broken 1007 sent a compressed message that is corrupt";

    private final ReadFrames read = new ReadFrames();
    private final ZipDeflate zip = new ZipDeflate();
    private final CompressionCounter counter = new CompressionCounter();

    private final MessageInflater inflater = new MessageInflater(zip, parameters(false), counter);
    private final FrameReader reader = new FrameReader(BOUND, inflater);
    private final Deflater server = new Deflater(6, true);

    private static DeflateParameters parameters(boolean isServerForgetting) {
        return new DeflateParameters(isServerForgetting, false, 15);
    }

    @AfterEach
    void end() {
        server.end();
        reader.end();
        assertThat(zip.ended).isEqualTo(zip.made);
    }

    private FrameReader forgetting() {
        return new FrameReader(BOUND, new MessageInflater(zip, parameters(true), counter));
    }

    private static byte[] frame(int first, byte[] payload) {
        ByteBuffer frame = ByteBuffer.allocate(10 + payload.length).put((byte) first);
        if (payload.length < 126) {
            frame.put((byte) payload.length);
        } else if (payload.length < 1 << 16) {
            frame.put((byte) 126).putShort((short) payload.length);
        } else {
            frame.put((byte) 127).putLong(payload.length);
        }
        return Arrays.copyOf(frame.put(payload).array(), frame.position());
    }

    private static byte[] frame(int first, String payload) {
        return frame(first, HexFormat.of().parseHex(payload));
    }

    private static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    /** Compresses a message like a server that keeps its window between messages. */
    private byte[] compressed(byte[] message) {
        byte[] bytes = new byte[message.length + 100];
        server.setInput(message);
        int count = server.deflate(bytes, 0, bytes.length, Deflater.SYNC_FLUSH);
        return Arrays.copyOf(bytes, count - 4);
    }

    private byte[] text(String message) {
        return frame(COMPRESSED_TEXT, compressed(utf8(message)));
    }

    private static String hello(String... payloads) {
        return Arrays.stream(payloads)
                .map(each -> hex(frame(COMPRESSED_TEXT, each)))
                .reduce("", String::concat);
    }

    private boolean read(byte[]... frames) {
        return reader.read(ByteBuffer.wrap(concat(frames)), read);
    }

    private void assertReads(FrameReader by, String frames, String... expected) {
        by.read(ByteBuffer.wrap(HexFormat.of().parseHex(frames)), read);
        by.end();

        assertThat(read.calls).containsExactly(expected);
    }

    // --- vectors ----------------------------------------------------------------------------------------------------

    @ParameterizedTest
    @Tag("deflate-C05")
    @ValueSource(
            strings = {
                HELLO,
                "000500faff48656c6c6f00",
                "f248050000 00ffffcac9c90700",
                "f348cdc9c9070000",
            })
    void vectorIsReadAlone(String payload) {
        String bytes = payload.replace(" ", "");

        assertReads(reader, hello(bytes), "text Hello");
    }

    @Test
    @Tag("deflate-C05")
    void vectorsAreReadInSequence() {
        assertReads(
                reader,
                hello(HELLO, "f200110000", "00", "000500faff48656c6c6f00", "f24805000000ffffcac9c90700", "f200110000"),
                "text Hello",
                "text Hello",
                "text ",
                "text Hello",
                "text Hello",
                "text Hello");
    }

    /** The second heartbeat has 8 bytes, because it refers to the first one. */
    @Test
    @Tag("deflate-C05")
    void secondHeartbeatIsReadAfterTheFirst() {
        assertReads(
                reader,
                hex(text("[null,\"1\",\"phoenix\",\"heartbeat\",{}]")) + hello("8a862831c2a30400"),
                "text [null,\"1\",\"phoenix\",\"heartbeat\",{}]",
                "text [null,\"2\",\"phoenix\",\"heartbeat\",{}]");
    }

    @Test
    @Tag("deflate-C05")
    void eachMessageIsReadAloneWithoutContextTakeover() {
        assertReads(
                forgetting(),
                hello(HELLO, HELLO, "00", "f348cdc9c9070000", HELLO),
                "text Hello",
                "text Hello",
                "text ",
                "text Hello",
                "text Hello");
    }

    @Test
    @Tag("deflate-C05")
    void referenceToAnEarlierMessageIsCorruptWithoutContextTakeover() {
        assertReads(forgetting(), hello(HELLO, "f200110000", HELLO), "text Hello", CORRUPT);
    }

    @Test
    @Tag("deflate-C05")
    void messagesAreReadInPartsOfAnySize() {
        String frames = hello(HELLO, "f200110000", "00");
        byte[] bytes = HexFormat.of().parseHex(frames);
        for (int size = 1; size <= bytes.length; size++) {
            FrameReader parts = new FrameReader(BOUND, new MessageInflater(zip, parameters(false), counter));
            read.calls.clear();
            for (int at = 0; at < bytes.length; at += size) {
                parts.read(ByteBuffer.wrap(bytes, at, Math.min(size, bytes.length - at)), read);
            }
            parts.end();

            assertThat(read.calls).as("parts of %d bytes", size).containsExactly("text Hello", "text Hello", "text ");
        }
    }

    @Test
    @Tag("deflate-C07")
    void emptyMessageMayBeTheFirstOrALaterOne() {
        assertReads(reader, hello("00", "00", HELLO, "00"), "text ", "text ", "text Hello", "text ");
    }

    // --- frames -----------------------------------------------------------------------------------------------------

    @Test
    @Tag("deflate-C08")
    void fragmentsWithPingsBetweenAreOneMessage() {
        byte[] payload = compressed(utf8("Hello Hello Hello"));
        byte[] ping = frame(0x89, "70");

        boolean continues = read(
                frame(0x41, Arrays.copyOfRange(payload, 0, 1)),
                ping,
                frame(0x00, Arrays.copyOfRange(payload, 1, 3)),
                ping,
                frame(0x00, ""),
                ping,
                frame(0x00, Arrays.copyOfRange(payload, 3, payload.length - 1)),
                ping,
                frame(0x80, Arrays.copyOfRange(payload, payload.length - 1, payload.length)));

        assertThat(continues).isTrue();
        assertThat(read.calls).containsExactly("ping 70", "ping 70", "ping 70", "ping 70", "text Hello Hello Hello");
    }

    @ParameterizedTest
    @Tag("deflate-C08")
    @ValueSource(
            strings = {
                "4103f248cd" + "c004c9c90700",
                "0101f2" + "c000",
                "c90170",
                "ca00",
                "c80203e8",
                "d10178",
                "a1" + "00",
                "e100",
                "f100"
            })
    void reservedBitElsewhereIsAProtocolError(String frames) {
        reader.read(ByteBuffer.wrap(HexFormat.of().parseHex(frames)), read);

        assertThat(read.calls).singleElement().asString().startsWith("broken 1002 ");
    }

    @Test
    @Tag("deflate-C09")
    void compressedMessageWithoutNegotiationIsAProtocolError() {
        assertReads(new FrameReader(BOUND), hello(HELLO), "broken 1002 set a reserved bit without an extension");
    }

    @Test
    @Tag("deflate-C14")
    void plainMessagesLeaveTheWindowUnchanged() {
        assertReads(
                reader,
                hello(HELLO) + "810548656c6c6f" + "8203010203" + "010148" + "800169" + hello("f200110000"),
                "text Hello",
                "text Hello",
                "binary 010203",
                "text Hi",
                "text Hello");
    }

    // --- bounds -----------------------------------------------------------------------------------------------------

    @Test
    @Tag("deflate-C10")
    void bombIsStoppedAtTheBound() {
        byte[] zeros = new byte[1 << 20];
        server.setLevel(9);
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        byte[] room = new byte[1 << 16];
        for (int i = 0; i < 1024; i++) { // 1 GiB
            server.setInput(zeros);
            int count = server.deflate(room, 0, room.length, i < 1023 ? Deflater.NO_FLUSH : Deflater.SYNC_FLUSH);
            bomb.write(room, 0, count);
        }
        byte[] frame = frame(COMPRESSED_BINARY, bomb.toByteArray());
        assertThat(frame.length).isBetween(1 << 19, 1 << 21);
        int bound = 8 << 20;
        FrameReader large = new FrameReader(bound, inflater);
        int mostHeld = 0;

        for (int at = 0; at < frame.length; at += 1000) {
            large.read(ByteBuffer.wrap(frame, at, Math.min(1000, frame.length - at)), read);
            mostHeld = Math.max(mostHeld, inflater.heldBytes());
        }

        assertThat(mostHeld).isBetween(bound / 2, bound + CHUNK);
        assertThat(inflater.heldBytes()).isZero();
        assertThat(read.calls).containsExactly("broken 1009 sent a message that inflates to more than 8388608 bytes");
        assertThat(counter.totals().receivedCompressedBytes()).isLessThan(20_000);
    }

    @ParameterizedTest
    @Tag("deflate-C11")
    @ValueSource(ints = {1, 100, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK, BOUND})
    void boundCountsInflatedBytes(int bound) {
        String message = "x".repeat(bound);
        FrameReader bounded = new FrameReader(bound + 10, new MessageInflater(zip, parameters(false), counter));
        byte[] atBound = frame(COMPRESSED_TEXT, compressed(utf8(message + "y".repeat(10))));
        byte[] above = frame(COMPRESSED_TEXT, compressed(utf8(message + "y".repeat(11))));

        bounded.read(ByteBuffer.wrap(concat(atBound, above)), read);

        assertThat(read.calls)
                .containsExactly(
                        "text " + message + "y".repeat(10),
                        "broken 1009 sent a message that inflates to more than " + (bound + 10) + " bytes");
    }

    @Test
    @Tag("deflate-C11")
    void messageThatGrowsByCompressionIsReadUpToTheBound() {
        byte[] message = new byte[BOUND];
        new Random(1).nextBytes(message);
        byte[] atBound = compressed(message);
        assertThat(atBound.length).isGreaterThan(BOUND);

        assertThat(read(frame(COMPRESSED_BINARY, atBound))).isTrue();
        assertThat(read.calls).singleElement().asString().startsWith("binary ");

        read(frame(COMPRESSED_BINARY, compressed(Arrays.copyOf(message, BOUND + 1))));
        assertThat(read.calls.getLast()).startsWith("broken 1009 ");
    }

    /** A server that flushes after every 100 bytes adds at least 5 bytes each time. */
    @Test
    @Tag("deflate-C11")
    void messageThatGrowsByATwentiethIsRead() {
        byte[] message = new byte[BOUND];
        new Random(1).nextBytes(message);
        ByteArrayOutputStream pieces = new ByteArrayOutputStream();
        for (int at = 0; at < BOUND; at += 100) {
            pieces.writeBytes(compressed(Arrays.copyOfRange(message, at, at + 100)));
            pieces.writeBytes(new byte[] {0, 0, -1, -1}); // the end of a flush, which only the last piece omits
        }
        byte[] grown = Arrays.copyOf(pieces.toByteArray(), pieces.size() - 4);
        assertThat(grown.length).isBetween(BOUND + BOUND / 20, BOUND + BOUND / 8);

        assertThat(read(frame(COMPRESSED_BINARY, grown))).isTrue();
        assertThat(read.calls).singleElement().asString().startsWith("binary ");
    }

    @Test
    @Tag("deflate-C11")
    void boundCountsCompressedBytes() {
        FrameReader small = new FrameReader(6, inflater);

        small.read(ByteBuffer.wrap(HexFormat.of().parseHex("4104" + "f248cdc9" + "8043")), read);

        assertThat(read.calls).containsExactly("broken 1009 sent a message of more than 6 bytes");
    }

    // --- data -------------------------------------------------------------------------------------------------------

    @Test
    @Tag("deflate-C12")
    void messageThatIsCutAnywhereIsCorrupt() {
        Random random = new Random(1);
        for (int i = 0; i < 200; i++) {
            byte[] message = new byte[50 + random.nextInt(400)];
            for (int j = 0; j < message.length; j++) {
                message[j] = (byte) ('a' + Math.abs((int) (random.nextGaussian() * 5)) % 26);
            }
            server.reset();
            byte[] payload = compressed(message);
            for (int length = 1; length < payload.length; length++) {
                FrameReader cut = new FrameReader(BOUND, new MessageInflater(zip, parameters(false), counter));
                cut.read(ByteBuffer.wrap(frame(COMPRESSED_TEXT, Arrays.copyOf(payload, length))), read);
                cut.read(ByteBuffer.wrap(frame(COMPRESSED_TEXT, HELLO)), read);
                cut.end();

                assertThat(read.calls)
                        .as("message %d, %d of %d bytes", i, length, payload.length)
                        .singleElement()
                        .asString()
                        .startsWith("broken 1007 ");
                read.calls.clear();
            }
        }
    }

    @ParameterizedTest
    @Tag("deflate-C12")
    @ValueSource(
            strings = {
                "ffffffffff", // no type of block
                "000500fafe48656c6c6f00", // a stored block whose lengths disagree
                "f200110000", // refers to bytes before the first message
                "f348cdc9c907000001", // bytes behind a final block
                "f348cdc9c90700f248cdc9c90700",
                "f348cdc9c9070000ffff",
                "000600f9ff48656c6c6f", // a stored block that lacks a byte
                "f248cdc9c907",
                "f248cd",
                "f2",
                "", // not even the beginning of the last block
                "f248cdc9c90700ffff010000" // a final block whose lengths are left out only in part
            })
    void corruptMessageEndsTheReader(String payload) {
        assertReads(reader, hello(payload, HELLO) + "8800", CORRUPT);
    }

    @ParameterizedTest
    @Tag("deflate-C13")
    @ValueSource(
            strings = {
                "f348cdc9c90700",
                "f348cdc9c9070000",
                "f348cdc9c90700000000000000",
                "000500faff48656c6c6f01", // an empty final block, whose last four bytes are left out
            })
    void messageWithAFinalBlockIsFollowedByAnIndependentOne(String payload) {
        assertReads(
                reader,
                hello(payload, payload, HELLO, "f200110000"),
                "text Hello",
                "text Hello",
                "text Hello",
                "text Hello");
    }

    @Test
    @Tag("deflate-C13")
    void finalBlockMayEndBeforeTheLastFragment() {
        assertReads(
                reader,
                "4107f348cdc9c90700" + "000100" + "8000" + "4107f348cdc9c90700" + "800101",
                "text Hello",
                CORRUPT);
    }

    @Test
    @Tag("deflate-C22")
    void inflatedTextIsCheckedForUtf8() {
        byte[] half = compressed(new byte[] {'a', (byte) 0xc3});

        assertThat(read(text("\u00fc\u20ac"), frame(COMPRESSED_BINARY, compressed(new byte[] {(byte) 0xff}))))
                .isTrue();
        assertThat(read(frame(COMPRESSED_TEXT, half), text("x"))).isFalse();
        assertThat(read.calls)
                .containsExactly("text \u00fc\u20ac", "binary ff", "broken 1007 sent a text that is not UTF-8");
    }

    @Test
    @Tag("deflate-C22")
    void characterMayCrossChunksAndFragments() {
        String message = "\u20ac".repeat(CHUNK);
        byte[] payload = compressed(utf8(message));
        int half = payload.length / 2;

        read(frame(0x41, Arrays.copyOf(payload, half)), frame(0x80, Arrays.copyOfRange(payload, half, payload.length)));

        assertThat(read.calls).containsExactly("text " + message);
    }

    @Test
    void totalsCountMessagesAndBytes() {
        assertReads(reader, hello(HELLO, "f200110000") + "810178", "text Hello", "text Hello", "text x");

        assertThat(counter.totals().receivedMessages()).isEqualTo(2);
        assertThat(counter.totals().receivedBytes()).isEqualTo(10);
        assertThat(counter.totals().receivedCompressedBytes()).isEqualTo(12);
    }

    // --- the native inflater ----------------------------------------------------------------------------------------

    @Test
    @Tag("deflate-C19")
    void inflaterIsMadeForTheFirstCompressedMessageAndEndedOnce() {
        read(frame(0x81, "78"));
        assertThat(zip.made).isZero();

        read(frame(COMPRESSED_TEXT, HELLO), frame(0x88, ""));
        reader.end();
        read(frame(COMPRESSED_TEXT, HELLO));
        reader.end();

        assertThat(zip.made).isEqualTo(1);
        assertThat(zip.ended).isEqualTo(1);
        assertThat(read.calls).containsExactly("text x", "text Hello", "close 1005 ");
    }

    @Test
    @Tag("deflate-C19")
    void inflaterEndsWithAViolation() {
        read(frame(COMPRESSED_TEXT, HELLO), frame(COMPRESSED_TEXT, "ff"));

        assertThat(zip.made).isEqualTo(1);
        assertThat(zip.ended).isEqualTo(1);
    }

    @Test
    @Tag("deflate-C06")
    void randomMessagesOfAnIndependentDeflaterAreRead() {
        for (boolean isForgetting : List.of(false, true)) {
            FrameReader by = isForgetting ? forgetting() : reader;
            Random random = new Random(7);
            for (int i = 0; i < 1_000; i++) {
                byte[] message = RandomMessages.next(random);
                if (isForgetting) {
                    server.reset();
                }
                byte[] payload = message.length == 0 ? new byte[1] : compressed(message);
                read.calls.clear();
                by.read(ByteBuffer.wrap(frame(COMPRESSED_BINARY, payload)), read);

                assertThat(read.calls).as("message %d", i).containsExactly("binary " + hex(message));
            }
            by.end();
        }
    }

    @Test
    void messageIsNotPrinted() {
        byte[] payload = compressed("secret".getBytes(StandardCharsets.UTF_8));
        read(frame(0x41, Arrays.copyOf(payload, payload.length - 1)));

        assertThat(reader.toString()).contains(", compressed, buffered=").doesNotContain("secret");
        assertThat(inflater).hasToString("MessageInflater[6 bytes]");
    }
}
