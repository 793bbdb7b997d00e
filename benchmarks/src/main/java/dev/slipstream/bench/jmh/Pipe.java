package dev.slipstream.bench.jmh;

import dev.slipstream.core.serializer.MalformedFrameException;
import dev.slipstream.core.serializer.Message;
import dev.slipstream.core.transport.Frame;
import dev.slipstream.core.transport.Handshake;
import dev.slipstream.core.transport.Transport;
import dev.slipstream.core.transport.TransportListener;
import dev.slipstream.core.transport.TransportProvider;
import dev.slipstream.serializer.jackson.JacksonSerializer;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A transport without a network. It answers joins and requests at once, and delivers the frames of the benchmark. A
 * benchmark with this transport measures only this library, from the transport interface to the callback.
 */
public final class Pipe implements TransportProvider, Transport {

    private final JacksonSerializer serializer = JacksonSerializer.standard();
    private volatile @Nullable TransportListener listener;
    private boolean unread;

    @Override
    public String name() {
        return "pipe";
    }

    @Override
    public Transport open(Handshake handshake, TransportListener opened) {
        listener = opened;
        opened.opened(Map.of());
        return this;
    }

    /** Delivers a frame as if the server had sent it. */
    void receive(Frame frame) {
        listener().received(frame);
    }

    /** Reports the end of a read. */
    void readComplete() {
        listener().readComplete();
    }

    private TransportListener listener() {
        TransportListener opened = listener;
        if (opened == null) {
            throw new IllegalStateException("not open");
        }
        return opened;
    }

    @Override
    public boolean send(Frame frame) {
        try {
            // The serializer can decode a push of the client, because a text frame has the same five parts in both
            // directions.
            Message message = serializer.decode(frame);
            String ref = message.ref();
            if (ref != null) {
                listener()
                        .received(serializer.encode(
                                Message.reply(message.joinRef(), ref, message.topic(), "ok", message.payload())));
                unread = true;
            }
            return true;
        } catch (MalformedFrameException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public boolean hasRoom() {
        return true;
    }

    @Override
    public void flush() {
        if (unread) {
            unread = false;
            listener().readComplete();
        }
    }

    @Override
    public void close(int code, String text) {
        listener().ended(new dev.slipstream.core.DisconnectReason.Requested());
    }

    @Override
    public void resumeReading() {
        // Nothing to do: this transport ignores flow control.
    }
}
