package dev.slipstream.system.concurrency;

import dev.slipstream.core.transport.Frame;
import dev.slipstream.core.transport.Handshake;
import dev.slipstream.core.transport.Transport;
import dev.slipstream.core.transport.TransportListener;
import dev.slipstream.core.transport.TransportProvider;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A transport that opens a single websocket and does nothing by itself. The scenario calls the listener of the
 * websocket.
 */
public final class SmallTransport implements TransportProvider, Transport {

    private @Nullable TransportListener listener;
    private volatile boolean full;

    /** How often the client asked to resume reading. */
    public final AtomicInteger resumes = new AtomicInteger();

    /** How often the client closed the websocket. */
    public final AtomicInteger closes = new AtomicInteger();

    @Override
    public String name() {
        return "small";
    }

    @Override
    public Transport open(Handshake handshake, TransportListener events) {
        listener = events;
        return this;
    }

    /** Returns the listener of the open websocket. */
    public TransportListener listener() {
        if (listener == null) {
            throw new IllegalStateException("no websocket was opened");
        }
        return listener;
    }

    @Override
    public boolean send(Frame frame) {
        return true;
    }

    @Override
    public boolean hasRoom() {
        return !full;
    }

    /** Makes {@link #hasRoom} return false until {@link #makeRoom}. */
    public void deny() {
        full = true;
    }

    /**
     * Has room for frames again, and reports the room to the listener even if the client did not call {@link #hasRoom}.
     */
    public void makeRoom() {
        full = false;
        listener().writable();
    }

    @Override
    public void flush() {}

    @Override
    public void close(int code, String text) {
        closes.incrementAndGet();
    }

    @Override
    public void resumeReading() {
        resumes.incrementAndGet();
    }
}
