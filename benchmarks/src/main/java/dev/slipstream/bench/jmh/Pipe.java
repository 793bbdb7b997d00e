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
 * A transport without a network: answers joins and requests at once, and hands on whatever frames it is given. So what is
 * measured through it is this library alone, from the port to the callback.
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
    public Transport open(Handshake handshake, TransportListener told) {
        listener = told;
        told.opened(Map.of());
        return this;
    }

    /** Hands on a frame of the server. */
    void receive(Frame frame) {
        told().received(frame);
    }

    /** Nothing more is at hand. */
    void readComplete() {
        told().readComplete();
    }

    private TransportListener told() {
        TransportListener opened = listener;
        if (opened == null) {
            throw new IllegalStateException("not open");
        }
        return opened;
    }

    @Override
    public boolean send(Frame frame) {
        try {
            // A push is read as what a server sends: the five parts are the same.
            Message message = serializer.decode(frame);
            String ref = message.ref();
            if (ref != null) {
                told().received(serializer.encode(
                        Message.reply(message.joinRef(), ref, message.topic(), "ok", message.payload())));
                unread = true;
            }
            return true;
        } catch (MalformedFrameException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void flush() {
        if (unread) {
            unread = false;
            told().readComplete();
        }
    }

    @Override
    public void close(int code, String text) {
        told().ended(new dev.slipstream.core.DisconnectReason.Requested());
    }

    @Override
    public void resumeReading() {
        // it reads whatever it is given
    }
}
