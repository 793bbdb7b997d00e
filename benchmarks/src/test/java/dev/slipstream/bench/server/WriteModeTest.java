package dev.slipstream.bench.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WriteModeTest {

    private static final byte[] HANDSHAKE = "GET / HTTP/1.1\r\nSec-WebSocket-Key: a\r\n\r\n".getBytes(ISO_8859_1);
    private static final String ECHO = "[\"1\",\"2\",\"bench:000\",\"echo\",{}]";
    private static final String FLOOD =
            "[\"1\",\"2\",\"bench:000\",\"flood\",{\"messages\":5,\"bytes\":20,\"topics\":1}]";

    private final Recording wire = new Recording();
    private final WriteMode mode = new WriteMode();
    private final Counters counters = new Counters();

    private Client connected() throws IOException {
        Client client = new Client(SocketChannel.open(), new Key(), wire, mode, counters);
        wire.arriving.add(HANDSHAKE);
        client.read(ByteBuffer.allocate(1000));
        wire.writes.clear();
        return client;
    }

    @Test
    void answersOfOneReadAreOneWrite() throws IOException {
        Client client = connected();

        wire.arriving.add(bytes(ECHO, ECHO, ECHO));
        client.read(ByteBuffer.allocate(1000));

        assertThat(wire.writes).hasSize(1);
        assertThat(counters.requests).isEqualTo(3);
    }

    @Test
    void singleModeWritesEachAnswerAlone() throws IOException {
        Client client = connected();
        mode.single(true);

        wire.arriving.add(bytes(ECHO, ECHO, ECHO));
        client.read(ByteBuffer.allocate(1000));

        assertThat(wire.writes).hasSize(3);
        assertThat(wire.writes.get(0)).isEqualTo(wire.writes.get(1)).startsWith((byte) 0x81);
    }

    @Test
    void singleModeWritesEachMessageAlone() throws IOException {
        Client client = connected();
        mode.single(true);

        wire.arriving.add(bytes(FLOOD));
        client.read(ByteBuffer.allocate(1000));

        assertThat(wire.writes).hasSize(6); // the reply, and the messages
        assertThat(wire.writes.subList(1, 6))
                .allMatch(write -> write[0] == (byte) 0x81 && write[1] == write.length - 2);
        assertThat(counters.messages).isEqualTo(5);
    }

    @Test
    void manyMessagesAreOneWrite() throws IOException {
        Client client = connected();

        wire.arriving.add(bytes(FLOOD));
        client.read(ByteBuffer.allocate(1000));

        assertThat(wire.writes).hasSize(2);
        assertThat(counters.messages).isEqualTo(5);
    }

    /** Masked text frames, whose mask is 0. */
    private static byte[] bytes(String... texts) {
        ByteBuffer frames = ByteBuffer.allocate(1000);
        for (String text : texts) {
            frames.put((byte) 0x81).put((byte) (0x80 | text.length())).putInt(0).put(text.getBytes(UTF_8));
        }
        byte[] bytes = new byte[frames.position()];
        frames.flip().get(bytes);
        return bytes;
    }

    /** Records each write, and accepts all bytes. */
    private static final class Recording implements ConnectionBytes {

        private final List<byte[]> arriving = new ArrayList<>();
        private final List<byte[]> writes = new ArrayList<>();

        @Override
        public int read(ByteBuffer into) {
            byte[] next = arriving.remove(0);
            into.put(next);
            return next.length;
        }

        @Override
        public int write(ByteBuffer from) {
            byte[] bytes = new byte[from.remaining()];
            from.get(bytes);
            writes.add(bytes);
            return bytes.length;
        }

        @Override
        public boolean flush() {
            return true;
        }
    }

    /** A key whose interest is set and never used. */
    private static final class Key extends SelectionKey {

        private int interest;

        @Override
        public SelectableChannel channel() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Selector selector() {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean isValid() {
            return true;
        }

        @Override
        public void cancel() {}

        @Override
        public int interestOps() {
            return interest;
        }

        @Override
        public SelectionKey interestOps(int ops) {
            interest = ops;
            return this;
        }

        @Override
        public int readyOps() {
            return 0;
        }
    }
}
