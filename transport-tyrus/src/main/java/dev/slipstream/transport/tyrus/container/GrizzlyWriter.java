package dev.slipstream.transport.tyrus.container;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.glassfish.grizzly.Buffer;
import org.glassfish.grizzly.Connection;
import org.glassfish.grizzly.EmptyCompletionHandler;
import org.glassfish.grizzly.WriteResult;
import org.glassfish.grizzly.memory.Buffers;
import org.glassfish.tyrus.spi.CompletionHandler;
import org.glassfish.tyrus.spi.Writer;
import org.glassfish.tyrus.spi.WriterInfo;
import org.jspecify.annotations.Nullable;

/** Writes Tyrus's frames to a Grizzly connection, whose queue keeps their order. */
final class GrizzlyWriter extends Writer {

    /**
     * How many pongs may wait to be written. Without a limit, a server that sends pings and does not read would fill
     * the queue. RFC 6455 section 5.5.3 requires a pong only for the newest ping.
     */
    private static final int MAX_WAITING_PONGS = 16;

    private final Connection<SocketAddress> connection;
    private final HandshakeEvents events;
    private final AtomicInteger waitingPongs = new AtomicInteger();
    private final AtomicReference<@Nullable ByteBuffer> newestPong = new AtomicReference<>();

    GrizzlyWriter(Connection<SocketAddress> connection, HandshakeEvents events) {
        this.connection = connection;
        this.events = events;
    }

    @Override
    public void write(ByteBuffer bytes, CompletionHandler<ByteBuffer> handler, WriterInfo info) {
        if (info == null || info.getMessageType() != WriterInfo.MessageType.PONG) {
            write(bytes, handler);
            return;
        }
        handler.completed(bytes); // no caller waits for a pong
        if (waitingPongs.incrementAndGet() <= MAX_WAITING_PONGS) {
            writePong(bytes);
        } else {
            newestPong.set(bytes);
            pongWritten();
        }
    }

    private void writePong(ByteBuffer bytes) {
        write(bytes, new CompletionHandler<>() {
            @Override
            public void completed(ByteBuffer written) {
                pongWritten();
            }
        });
    }

    /** Reduces the number of waiting pongs. If there is room, writes the newest pong that was not queued. */
    private void pongWritten() {
        if (waitingPongs.decrementAndGet() >= MAX_WAITING_PONGS) {
            return;
        }
        ByteBuffer newest = newestPong.getAndSet(null);
        if (newest != null) {
            waitingPongs.incrementAndGet();
            writePong(newest);
        }
    }

    @Override
    public void write(ByteBuffer bytes, CompletionHandler<ByteBuffer> handler) {
        Buffer message = Buffers.wrap(connection.getMemoryManager(), bytes);
        connection.write(message, new EmptyCompletionHandler<WriteResult<Buffer, SocketAddress>>() {
            @Override
            public void completed(WriteResult<Buffer, SocketAddress> result) {
                handler.completed(bytes);
            }

            @Override
            public void failed(Throwable error) {
                handler.failed(error);
            }

            @Override
            public void cancelled() {
                handler.failed(new IOException("cancelled"));
            }
        });
    }

    /** Closes the connection if {@link HandshakeEvents#mayClose} allows it. Queued frames are written first. */
    @Override
    public void close() {
        if (events.mayClose()) {
            connection.closeSilently();
        }
    }
}
