package dev.slipstream.core.transcript;

import dev.slipstream.core.machine.websocket.FrameReader;
import dev.slipstream.core.machine.websocket.FrameSink;
import dev.slipstream.core.machine.websocket.FrameWriter;
import dev.slipstream.core.transport.Frame;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.function.Consumer;

/**
 * Drives the reader and the writer of frames with these lines:
 *
 * <pre>
 * = bound 8                           a setting
 * &lt; 81 05 "Hello" 82                  bytes arrive in one read, in hexadecimal or as a text
 * &gt; text | binary | ping | pong "x"   a frame is written; also: close 1000 "x"
 * &gt; take                              the written frames are taken
 * </pre>
 */
final class FramesSubject implements Subject {

    /** Masked payloads are easy to read with this key, because it changes only the last bit of every fourth byte. */
    private static final int MASK = 0x0000_0001;

    record Text(String text) {}

    record Binary(String hex) {}

    record Ping(String hex) {}

    record Pong(String hex) {}

    record Close(int code, String text) {}

    record Broken(int code, String problem) {}

    /** The bytes of the written frames. */
    record Taken(String hex) {}

    private final FrameWriter writer = new FrameWriter();
    private FrameReader reader = new FrameReader(8);
    private boolean isReading = true;

    @Override
    public void tell(String line, Duration now, Consumer<Object> effects) {
        String[] words = line.split(" ");
        switch (words[0]) {
            case "=" -> reader = new FrameReader(Integer.parseInt(words[2]));
            case "<" -> isReading = reader.read(ByteBuffer.wrap(bytes(words, 1)), new PrintingSink(effects));
            case ">" -> write(words, effects);
            default -> throw new IllegalArgumentException(line);
        }
    }

    private void write(String[] words, Consumer<Object> effects) {
        switch (words[1]) {
            case "text" -> writer.message(new Frame.Text(utf8(bytes(words, 2))), MASK);
            case "binary" -> writer.message(new Frame.Binary(bytes(words, 2)), MASK);
            case "ping" -> writer.ping(bytes(words, 2), MASK);
            case "pong" -> writer.pong(bytes(words, 2), MASK);
            case "close" -> writer.close(Integer.parseInt(words[2]), utf8(bytes(words, 3)), MASK);
            case "take" -> {
                ByteBuffer frames = writer.take();
                byte[] taken = new byte[frames.remaining()];
                frames.get(taken);
                effects.accept(new Taken(hex(taken)));
            }
            default -> throw new IllegalArgumentException("cannot write " + words[1]);
        }
    }

    private static byte[] bytes(String[] words, int from) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = from; i < words.length; i++) {
            bytes.writeBytes(
                    words[i].startsWith("\"")
                            ? words[i].substring(1, words[i].length() - 1).getBytes(StandardCharsets.UTF_8)
                            : HexFormat.of().parseHex(words[i]));
        }
        return bytes.toByteArray();
    }

    private static String utf8(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static String hex(byte[] bytes) {
        return "#" + HexFormat.of().formatHex(bytes);
    }

    private record PrintingSink(Consumer<Object> effects) implements FrameSink {

        @Override
        public void message(Frame message) {
            effects.accept(
                    switch (message) {
                        case Frame.Text(String text) -> new Text(text);
                        case Frame.Binary(byte[] bytes) -> new Binary(hex(bytes));
                    });
        }

        @Override
        public void pinged(byte[] payload) {
            effects.accept(new Ping(hex(payload)));
        }

        @Override
        public void ponged(byte[] payload) {
            effects.accept(new Pong(hex(payload)));
        }

        @Override
        public void closeReceived(int code, String text) {
            effects.accept(new Close(code, text));
        }

        @Override
        public void protocolBroken(int code, String problem) {
            effects.accept(new Broken(code, problem));
        }
    }

    @Override
    public void passTime(Duration now, Consumer<Object> effects) {}

    @Override
    public Duration nextDeadline() {
        return null;
    }

    @Override
    public String state() {
        return isReading ? "READING" : "ENDED";
    }

    @Override
    public String toString() {
        return reader + "\n" + writer;
    }
}
