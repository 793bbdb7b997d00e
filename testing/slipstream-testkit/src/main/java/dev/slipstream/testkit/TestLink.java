package dev.slipstream.testkit;

import dev.slipstream.core.DisconnectReason;
import dev.slipstream.core.Failure;
import dev.slipstream.core.transport.Frame;
import dev.slipstream.core.transport.Handshake;
import dev.slipstream.core.transport.Transport;
import dev.slipstream.core.transport.TransportListener;
import dev.slipstream.testkit.time.VirtualTime;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One websocket of a {@link SocketTest}. In both directions, a frame arrives as soon as it is sent. */
final class TestLink implements Transport {

    /** The state of the websocket. */
    enum State {
        OPENING,
        OPEN,
        CLOSING,
        ENDED
    }

    private final int number;
    private final Handshake handshake;
    private final TransportListener listener;
    private final TestServer server;
    private final VirtualRuntime runtime;
    /** The topics whose joins the test accepted, with the refs of these joins. */
    private final Map<String, String> joined = new LinkedHashMap<>();

    private final Deque<Frame> down = new ArrayDeque<>();
    private State state = State.OPENING;
    private boolean paused;
    private VirtualTime.@Nullable Task deadline;

    TestLink(int number, Handshake handshake, TransportListener listener, TestServer server, VirtualRuntime runtime) {
        this.number = number;
        this.handshake = handshake;
        this.listener = listener;
        this.server = server;
        this.runtime = runtime;
        Failure late = new Failure.ConnectTimedOut(handshake.connectTimeout());
        deadline = runtime.at(
                runtime.now().plus(handshake.connectTimeout()), () -> end(new DisconnectReason.ConnectFailed(late)));
    }

    int number() {
        return number;
    }

    Handshake handshake() {
        return handshake;
    }

    State state() {
        return state;
    }

    Map<String, String> joined() {
        return joined;
    }

    // --- the server's side ------------------------------------------------------------------------------------------

    void open() {
        runtime.cancel(deadline);
        state = State.OPEN;
        listener.opened(Collections.emptyMap());
    }

    void deliver(Frame frame) {
        if (state == State.OPEN || state == State.CLOSING) {
            down.add(frame);
            drain();
        }
    }

    void end(DisconnectReason reason) {
        if (state != State.ENDED) {
            runtime.cancel(deadline);
            paused = false;
            drain();
            state = State.ENDED;
            joined.clear();
            listener.ended(reason);
        }
    }

    private void drain() {
        boolean delivered = false;
        while (!paused && !down.isEmpty()) {
            paused = !listener.received(down.remove());
            delivered = true;
        }
        if (delivered) {
            listener.readComplete();
        }
    }

    // --- what the client's connection calls -------------------------------------------------------------------------

    @Override
    public boolean send(Frame frame) {
        if (state == State.OPEN) {
            server.received(this, frame);
        }
        return true;
    }

    @Override
    public boolean hasRoom() {
        return true;
    }

    @Override
    public void flush() {
        // nothing to do: send() delivers frames at once
    }

    @Override
    public void close(int code, String text) {
        if (state == State.OPENING || state == State.OPEN) {
            state = State.CLOSING;
            server.closing(this, code);
            runtime.cancel(deadline);
            deadline = runtime.at(
                    server.isSilent() ? runtime.now().plus(handshake.closeTimeout()) : runtime.now(),
                    () -> end(new DisconnectReason.Requested()));
        }
    }

    @Override
    public void resumeReading() {
        if (paused) {
            paused = false;
            runtime.at(runtime.now(), this::drain);
        }
    }
}
