package dev.slipstream.core.machine.websocket;

import static dev.slipstream.core.machine.websocket.ReadFrames.hex;
import static dev.slipstream.core.machine.websocket.ReadFrames.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.core.Compression;
import dev.slipstream.core.transport.Frame;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Random;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessageDeflaterTest {

    private static final int MASK = 0x01020304;
    private static final String HEARTBEAT = "[null,\"%d\",\"phoenix\",\"heartbeat\",{}]";

    /** One frame: its first byte and its payload. */
    private record Written(int first, byte[] payload) {

        boolean isCompressed() {
            return (first & 0x40) != 0;
        }

        @Override
        public String toString() {
            return Integer.toHexString(first) + " " + hex(payload);
        }
    }

    private final ZipDeflate zip = new ZipDeflate();
    private final CompressionCounter counter = new CompressionCounter();
    private final FrameWriter writer = new FrameWriter();
    /** The server's inflater, which is used without this library's code. */
    private final Inflater server = new Inflater(true);

    private MessageDeflater deflater = deflater(Compression.builder().thresholdBytes(0), false);

    private MessageDeflater deflater(Compression.Builder options, boolean isClientForgetting) {
        return new MessageDeflater(zip, options.build(), new DeflateParameters(false, isClientForgetting, 15), counter);
    }

    @AfterEach
    void end() {
        server.end();
        deflater.end();
    }

    private Written write(String text) {
        return write(new Frame.Text(text));
    }

    private Written write(Frame frame) {
        deflater.write(frame, MASK, writer);
        ByteBuffer bytes = writer.take();
        int first = bytes.get() & 0xff;
        int length = bytes.get() & 0x7f;
        length = length == 126 ? bytes.getShort() & 0xffff : length == 127 ? (int) bytes.getLong() : length;
        byte[] mask = new byte[4];
        bytes.get(mask);
        assertThat(bytes.remaining()).isEqualTo(length);
        byte[] payload = new byte[length];
        bytes.get(payload);
        for (int i = 0; i < length; i++) {
            payload[i] ^= mask[i % 4];
        }
        return new Written(first, payload);
    }

    /** Reads a frame as a server does. */
    private byte[] inflated(Written frame) {
        if (!frame.isCompressed()) {
            return frame.payload;
        }
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        ByteBuffer input = ByteBuffer.allocate(frame.payload.length + 4).put(frame.payload);
        server.setInput(input.putInt(0xffff).array());
        byte[] part = new byte[1000];
        try {
            for (int count = server.inflate(part); count > 0; count = server.inflate(part)) {
                whole.write(part, 0, count);
            }
        } catch (DataFormatException e) {
            throw new AssertionError(e);
        }
        return whole.toByteArray();
    }

    private static String similar(int length, int number) {
        StringBuilder text = new StringBuilder(length);
        Random random = new Random(1);
        while (text.length() < length) {
            text.append("{\"id\":")
                    .append(random.nextInt(100_000))
                    .append(",\"by\":")
                    .append(number)
                    .append("},");
        }
        return text.substring(0, length);
    }

    // --- bytes ------------------------------------------------------------------------------------------------------

    @Test
    @Tag("deflate-C06")
    void heartbeatRefersToAnEarlierMessage() {
        assertThat(inflated(
                        write("a longer text that holds [null,\"0\",\"phoenix\",\"heartbeat\",{}] " + "x".repeat(40))))
                .isNotEmpty();

        Written second = write(HEARTBEAT.formatted(2));

        assertThat(second.first).isEqualTo(0xc1);
        assertThat(second.payload.length).isLessThan(12);
        assertThat(inflated(second)).isEqualTo(utf8(HEARTBEAT.formatted(2)));
    }

    @ParameterizedTest
    @Tag("deflate-C06")
    @ValueSource(booleans = {true, false})
    void independentInflaterReadsRandomMessages(boolean contextTakeover) {
        deflater = deflater(Compression.builder().thresholdBytes(0).contextTakeover(contextTakeover), false);
        Random random = new Random(3);
        int compressed = 0;
        for (int i = 0; i < 1_000; i++) {
            byte[] message = RandomMessages.next(random);
            Written frame = write(new Frame.Binary(message));
            if (!contextTakeover) {
                server.reset();
            }

            assertThat(inflated(frame)).as("message %d", i).isEqualTo(message);
            compressed += frame.isCompressed() ? 1 : 0;
        }

        assertThat(compressed).isBetween(700, 999);
    }

    @Test
    @Tag("deflate-C07")
    void emptyMessageIsOneZeroByte() {
        assertThat(write("")).hasToString("c1 00");
        assertThat(inflated(write("x".repeat(50)))).isEqualTo(utf8("x".repeat(50)));
        assertThat(write("")).hasToString("c1 00");
        assertThat(write(new Frame.Binary(new byte[0]))).hasToString("c2 00");
    }

    @Test
    @Tag("deflate-C18")
    void eachMessageIsReadableAloneIfTheServerAsksForIt() {
        deflater = deflater(Compression.builder().thresholdBytes(0), true);
        for (int i = 0; i < 5; i++) {
            Written frame = write(similar(200, 1));
            server.reset();

            assertThat(frame.isCompressed()).isTrue();
            assertThat(inflated(frame)).isEqualTo(utf8(similar(200, 1)));
        }
    }

    // --- which messages are compressed ------------------------------------------------------------------------------

    @ParameterizedTest
    @Tag("deflate-C16")
    @CsvSource({"true, false, 32", "false, false, 1024", "true, true, 1024"})
    void defaultThresholdDependsOnTakeover(boolean contextTakeover, boolean isClientForgetting, int threshold) {
        deflater = deflater(Compression.builder().contextTakeover(contextTakeover), isClientForgetting);

        assertThat(write("x".repeat(threshold - 1)).first).isEqualTo(0x81);
        assertThat(zip.made).isZero();
        assertThat(write("x".repeat(threshold)).first).isEqualTo(0xc1);
    }

    @Test
    @Tag("deflate-C16")
    void thresholdCountsBytes() {
        deflater = deflater(Compression.builder().thresholdBytes(60), false);

        assertThat(write("\u20ac".repeat(19)).first).isEqualTo(0x81);
        assertThat(write("\u20ac".repeat(20)).first).isEqualTo(0xc1);
        assertThat(zip.deflated).isEqualTo(1);
    }

    @Test
    @Tag("deflate-C16")
    void messagesBelowTheThresholdDoNotChangeTheWindow() {
        deflater = deflater(Compression.builder().thresholdBytes(100), false);
        for (int i = 0; i < 4; i++) {
            assertThat(inflated(write(similar(300, i)))).isEqualTo(utf8(similar(300, i)));
            assertThat(write("small " + i).first).isEqualTo(0x81);
        }
        assertThat(zip.deflated).isEqualTo(4);
        assertThat(counter.totals().sentMessages()).isEqualTo(4);
    }

    @Test
    void compressionOfBinaryMessagesCanBeTurnedOff() {
        deflater = deflater(Compression.builder().thresholdBytes(0).binary(false), false);

        assertThat(write(new Frame.Binary(new byte[200])).first).isEqualTo(0x82);
        assertThat(zip.made).isZero();
        assertThat(write("x".repeat(200)).first).isEqualTo(0xc1);
    }

    @Test
    void messageThatDoesNotShrinkIsSentUnchanged() {
        byte[] noise = new byte[5_000];
        new Random(5).nextBytes(noise);
        assertThat(inflated(write(similar(300, 1)))).isEqualTo(utf8(similar(300, 1)));

        assertThat(write(new Frame.Binary(noise)).first).isEqualTo(0x82);
        assertThat(write(HEARTBEAT.formatted(1)).first).isEqualTo(0x81); // 36 bytes if compressed alone
        for (int i = 0; i < 3; i++) {
            Written next = write(similar(300, i));
            assertThat(next.isCompressed()).isTrue();
            assertThat(inflated(next)).isEqualTo(utf8(similar(300, i)));
        }
        assertThat(counter.totals().guardedMessages()).isZero();
    }

    @ParameterizedTest
    @Tag("deflate-C15")
    @CsvSource({"13574, 0", "20000, 5", "40000, 0"}) // 40,000 bytes are more than the window, so none is a copy
    void messageThatShrinksTooMuchIsSentUnchanged(int length, int expected) {
        String message = similar(length, 1);
        int unchanged = 0;
        for (int i = 0; i < 10; i++) {
            Written frame = write(message);
            assertThat(inflated(frame)).isEqualTo(utf8(message));
            unchanged += frame.isCompressed() ? 0 : 1;
            if (length > 16 << 10 && frame.isCompressed()) {
                assertThat(frame.payload.length * 20).isGreaterThanOrEqualTo(length);
            }
            Written small = write(similar(300, i));
            assertThat(inflated(small)).isEqualTo(utf8(similar(300, i)));
        }

        assertThat(unchanged).isEqualTo(expected);
        assertThat(counter.totals().guardedMessages()).isEqualTo(unchanged);
    }

    @Test
    @Tag("deflate-C15")
    void limitOfShrinkingAppliesOnlyAbove16KiB() {
        assertThat(write("x".repeat(16 << 10)).first).isEqualTo(0xc1);
        assertThat(write("x".repeat((16 << 10) + 1)).first).isEqualTo(0x81);
        assertThat(counter.totals().guardedMessages()).isEqualTo(1);
    }

    // --- memory -----------------------------------------------------------------------------------------------------

    @Test
    @Tag("deflate-C19")
    void deflaterIsMadeForTheFirstMessageAndEndedOnce() {
        assertThat(zip.made).isZero();
        write("x".repeat(100));
        write("y".repeat(100));
        assertThat(zip.made).isEqualTo(1);

        deflater.end();
        deflater.end();

        assertThat(zip.ended).isEqualTo(1);
        assertThat(write("z".repeat(100)).first).isEqualTo(0x81);
        assertThat(zip.made).isEqualTo(1);
    }

    @Test
    void totalsCountMessagesAndBytes() {
        int first = write("x".repeat(100)).payload.length;
        int second = write(similar(500, 1)).payload.length;
        write("");

        assertThat(counter.totals().sentMessages()).isEqualTo(3);
        assertThat(counter.totals().sentBytes()).isEqualTo(600);
        assertThat(counter.totals().sentCompressedBytes()).isEqualTo(first + second + 1);
        assertThat(deflater.counter()).isSameAs(counter);
    }
}
