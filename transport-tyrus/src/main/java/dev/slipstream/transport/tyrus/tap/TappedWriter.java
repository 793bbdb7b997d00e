package dev.slipstream.transport.tyrus.tap;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.glassfish.tyrus.spi.CompletionHandler;
import org.glassfish.tyrus.spi.Writer;
import org.glassfish.tyrus.spi.WriterInfo;

/** Writes as the other one does, and asks before Tyrus closes it. */
final class TappedWriter extends Writer {

    private final Writer writer;
    private final Tap tap;

    TappedWriter(Writer writer, Tap tap) {
        this.writer = writer;
        this.tap = tap;
    }

    @Override
    public void write(ByteBuffer bytes, CompletionHandler<ByteBuffer> handler) {
        writer.write(bytes, handler);
    }

    @Override
    public void write(ByteBuffer bytes, CompletionHandler<ByteBuffer> handler, WriterInfo info) {
        writer.write(bytes, handler, info);
    }

    @Override
    public void close() throws IOException {
        if (tap.mayClose()) {
            writer.close();
        }
    }
}
