package dev.slipstream.bench.server;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;

/** A connection with TLS, on the server's side. No TLS record mixes the bytes of two calls of {@link #write}. */
final class TlsBytes implements ConnectionBytes {

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final ByteChannel channel;
    private final SSLEngine engine;
    private final ByteBuffer arrived; // encrypted bytes, up to its position; new bytes follow them
    private final ByteBuffer leaving; // encrypted bytes; those between position and limit are not written yet

    TlsBytes(ByteChannel channel, SSLContext context) {
        this.channel = channel;
        this.engine = context.createSSLEngine();
        engine.setUseClientMode(false);
        int record = engine.getSession().getPacketBufferSize();
        arrived = ByteBuffer.allocate(2 * record);
        leaving = ByteBuffer.allocate(2 * record).limit(0);
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
        int start = into.position();
        while (true) {
            int count = channel.read(arrived);
            boolean isOver = decrypt(into);
            if (count < 0 || isOver) {
                return -1;
            }
            if (count == 0 || into.remaining() < arrived.capacity()) {
                return into.position() - start;
            }
        }
    }

    /** Decrypts all complete records. Returns whether the client has ended TLS. */
    private boolean decrypt(ByteBuffer into) throws IOException {
        arrived.flip();
        Status status = Status.OK;
        while (status == Status.OK && arrived.hasRemaining()) {
            SSLEngineResult result = engine.unwrap(arrived, into);
            status = result.getStatus();
            answerHandshake();
        }
        arrived.compact();
        return status == Status.CLOSED;
    }

    /** Does the server's part of the handshake, until the client must answer. */
    private void answerHandshake() throws IOException {
        while (true) {
            HandshakeStatus needed = engine.getHandshakeStatus();
            if (needed == HandshakeStatus.NEED_TASK) {
                engine.getDelegatedTask().run();
            } else if (needed == HandshakeStatus.NEED_WRAP) {
                encrypt(NOTHING); // makes a record of the handshake, or the record that ends TLS
            } else {
                break;
            }
        }
        flush();
    }

    @Override
    public int write(ByteBuffer from) throws IOException {
        int start = from.position();
        while (from.hasRemaining() && flush()) {
            if (!encrypt(from)) {
                throw new IOException("the client has ended TLS");
            }
        }
        flush();
        return from.position() - start;
    }

    /** Encrypts one record, and appends it to the bytes not written yet. Returns whether TLS is still open. */
    private boolean encrypt(ByteBuffer from) throws IOException {
        leaving.compact();
        try {
            return switch (engine.wrap(from, leaving).getStatus()) {
                case OK -> true;
                case CLOSED -> false;
                case BUFFER_OVERFLOW, BUFFER_UNDERFLOW -> throw new IOException("no room for a TLS record");
            };
        } finally {
            leaving.flip();
        }
    }

    @Override
    public boolean flush() throws IOException {
        while (leaving.hasRemaining()) {
            if (channel.write(leaving) == 0) {
                return false;
            }
        }
        return true;
    }
}
