package dev.slipstream.bench.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * The server's side of one connection. The {@link WriteMode} decides whether the server answers all messages of a read
 * in a single write, or each message in a write of its own.
 */
final class Client implements ClientFrames.Taker {

    private static final byte[] JOIN = Envelope.quoted("phx_join");
    private static final byte[] LEAVE = Envelope.quoted("phx_leave");
    private static final byte[] HEARTBEAT = Envelope.quoted("heartbeat");
    private static final byte[] ECHO = Envelope.quoted("echo");
    private static final byte[] HOLD = Envelope.quoted("hold");
    private static final byte[] FLOOD = Envelope.quoted("flood");
    private static final byte[] ARRIVED = Envelope.quoted("arrived");
    private static final byte[] NOTHING = "{}".getBytes(UTF_8);
    private static final byte[] REPLY = ",\"phx_reply\",{\"status\":\"ok\",\"response\":".getBytes(UTF_8);

    private final SocketChannel channel;
    private final SelectionKey key;
    private final ConnectionBytes wire;
    private final WriteMode mode;
    private final Counters counters;
    private final ClientFrames frames = new ClientFrames();
    private @Nullable ByteArrayOutputStream head = new ByteArrayOutputStream(512);
    private final Queue<byte[]> answers = new ArrayDeque<>(1);
    private ByteBuffer out = ByteBuffer.allocate(0);
    private @Nullable Flood flood;
    private @Nullable Deflate deflate;
    private boolean closing;

    Client(SocketChannel channel, SelectionKey key, ConnectionBytes wire, WriteMode mode, Counters counters) {
        this.channel = channel;
        this.key = key;
        this.wire = wire;
        this.mode = mode;
        this.counters = counters;
    }

    /**
     * Reads once into the buffer, and answers what has arrived.
     *
     * @return whether the client still sends
     */
    boolean read(ByteBuffer buffer) throws IOException {
        int count = wire.read(buffer.clear());
        if (buffer.position() > 0) {
            take(buffer.flip());
        } else if (count == 0) {
            write(); // the TLS engine may have bytes to send, such as its part of the handshake
        }
        return count >= 0;
    }

    private void take(ByteBuffer read) throws IOException {
        ByteArrayOutputStream request = head;
        if (request != null) {
            byte[] some = new byte[read.remaining()];
            read.get(some);
            request.writeBytes(some);
            byte[] all = request.toByteArray();
            int end = Upgrade.endOfHead(all, all.length);
            if (end < 0) {
                return;
            }
            head = null;
            String text = new String(all, 0, end, ISO_8859_1);
            answers.add(Upgrade.answer(text));
            deflate = Upgrade.isCompressed(text) ? new Deflate() : null;
            frames.take(ByteBuffer.wrap(all, end, all.length - end), this);
        } else {
            frames.take(read, this);
        }
        write();
    }

    @Override
    public void message(byte[] text) {
        Envelope message = Envelope.of(text);
        if (message.isEvent(ECHO)) {
            counters.requests++;
            reply(message, message.payload());
        } else if (message.isEvent(HOLD)) {
            counters.held++;
        } else if (message.isEvent(FLOOD)) {
            reply(message, NOTHING);
            flood = new Flood(
                    message.number("messages"), message.number("bytes"), message.number("topics"), this::frame);
        } else if (message.isEvent(ARRIVED)) {
            counters.arrived += message.number("messages");
            reply(message, NOTHING);
        } else if (message.isEvent(HEARTBEAT)) {
            counters.heartbeats++;
            reply(message, NOTHING);
        } else if (message.isEvent(JOIN)) {
            counters.joins++;
            reply(message, NOTHING);
        } else if (message.isEvent(LEAVE)) {
            reply(message, NOTHING);
        } else {
            counters.faults++;
        }
    }

    @Override
    public void control(int opcode, byte[] payload) {
        switch (opcode) {
            case 8 -> {
                answers.add(Frames.frame(0x88, payload));
                closing = true;
            }
            case 9 -> answers.add(Frames.frame(0x8a, payload));
            default -> {} // pong
        }
    }

    private void reply(Envelope to, byte[] response) {
        byte[] topic = to.topic();
        ByteBuffer text = ByteBuffer.allocate(
                to.joinRef().length + to.ref().length + topic.length + REPLY.length + response.length + 5);
        text.put((byte) '[')
                .put(to.joinRef())
                .put((byte) ',')
                .put(to.ref())
                .put((byte) ',')
                .put(topic);
        text.put(REPLY).put(response).put((byte) '}').put((byte) ']');
        answers.add(frame(text.array()));
    }

    private byte[] frame(byte[] text) {
        Deflate compressing = deflate;
        return compressing == null ? Frames.text(text) : Frames.compressedText(compressing.compress(text));
    }

    /** Writes as much as the socket accepts, and registers to write the rest later. */
    void write() throws IOException {
        boolean taken = true;
        while (taken && isWriting()) {
            Flood running = flood;
            if (running != null && !(isAnswering() && running.isBetweenFrames())) {
                taken = writeFlood(running);
            } else {
                taken = writeAnswers();
            }
        }
        boolean isFlushed = wire.flush();
        key.interestOps(
                isWriting() || !isFlushed ? SelectionKey.OP_READ | SelectionKey.OP_WRITE : SelectionKey.OP_READ);
        if (closing && !isWriting() && isFlushed) {
            channel.close();
        }
    }

    private boolean writeFlood(Flood running) throws IOException {
        long before = running.messages();
        boolean taken = running.write(wire, isAnswering() || mode.isSingle());
        counters.messages += running.messages() - before;
        if (running.isOver()) {
            flood = null;
        }
        return taken;
    }

    private boolean writeAnswers() throws IOException {
        if (!out.hasRemaining()) {
            out = ByteBuffer.wrap(nextWrite());
        }
        wire.write(out);
        return !out.hasRemaining();
    }

    private byte[] nextWrite() {
        if (mode.isSingle() || answers.size() == 1) {
            return answers.remove();
        }
        byte[] all = new byte[answers.stream().mapToInt(answer -> answer.length).sum()];
        int at = 0;
        for (byte[] answer = answers.poll(); answer != null; answer = answers.poll()) {
            System.arraycopy(answer, 0, all, at, answer.length);
            at += answer.length;
        }
        return all;
    }

    private boolean isAnswering() {
        return out.hasRemaining() || !answers.isEmpty();
    }

    private boolean isWriting() {
        return flood != null || isAnswering();
    }

    /** Resets the connection, as if the server had crashed. */
    void drop() throws IOException {
        channel.setOption(StandardSocketOptions.SO_LINGER, 0);
        channel.close();
    }
}
