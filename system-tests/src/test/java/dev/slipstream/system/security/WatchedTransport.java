package dev.slipstream.system.security;

import dev.slipstream.core.transport.Handshake;
import dev.slipstream.core.transport.Transport;
import dev.slipstream.core.transport.TransportListener;
import dev.slipstream.core.transport.TransportProvider;

/** A transport that records the text of its handshakes. */
record WatchedTransport(TransportProvider watched, VisibleTexts texts) implements TransportProvider {

    @Override
    public String name() {
        return watched.name();
    }

    @Override
    public boolean supportsCompression() {
        return watched.supportsCompression();
    }

    @Override
    public Transport open(Handshake handshake, TransportListener listener) {
        texts.see("text of a handshake", handshake + " " + handshake.headers());
        return watched.open(handshake, listener);
    }
}
