package dev.slipstream.system.concurrency;

import dev.slipstream.core.transport.Frame;
import dev.slipstream.core.transport.Handshake;
import dev.slipstream.core.transport.Transport;
import dev.slipstream.core.transport.TransportListener;
import dev.slipstream.core.transport.TransportProvider;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A library for one websocket, which does nothing of itself: the scenario calls its listener. */
public final class SmallTransport implements TransportProvider, Transport {

    private @Nullable TransportListener listener;

    /** How often reading was to go on. */
    public final AtomicInteger resumes = new AtomicInteger();

    /** How often it was to close. */
    public final AtomicInteger closes = new AtomicInteger();

    @Override
    public String name() {
        return "small";
    }

    @Override
    public Transport open(Handshake handshake, TransportListener told) {
        listener = told;
        return this;
    }

    /** Who is told, once it was opened. */
    public TransportListener listener() {
        if (listener == null) {
            throw new IllegalStateException("nothing was opened");
        }
        return listener;
    }

    @Override
    public boolean send(Frame frame) {
        return true;
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
