package dev.slipstream.system.concurrency;

import dev.slipstream.core.DisconnectReason;
import dev.slipstream.core.transport.Frame;
import dev.slipstream.core.transport.TransportListener;
import java.util.List;
import java.util.Map;

/** A listener that handles nothing, and pauses reading if the scenario wants that. */
final class SilentListener implements TransportListener {

    /** Whether the next message pauses reading. */
    volatile boolean pauses;

    /** Whether a message has paused reading. */
    volatile boolean hasPaused;

    @Override
    public void opened(Map<String, List<String>> headers) {}

    @Override
    public boolean received(Frame frame) {
        boolean continues = !pauses;
        pauses = false;
        hasPaused |= !continues;
        return continues;
    }

    @Override
    public void readComplete() {}

    @Override
    public void writable() {}

    @Override
    public void pinged() {}

    @Override
    public void ponged() {}

    @Override
    public void ended(DisconnectReason reason) {}
}
