package dev.slipstream.process;

import dev.slipstream.core.Configuration;
import dev.slipstream.core.ConnectionStatus;
import dev.slipstream.core.Socket;
import dev.slipstream.core.state.Assigns;
import dev.slipstream.core.state.CallbackScope;
import dev.slipstream.core.state.LiveSocket;
import dev.slipstream.core.state.SocketState;
import java.util.Optional;

/** The socket that the last callback returned. The next callback begins with it, and other threads may read it. */
final class LatestSocket {

    /**
     * The state that other threads see. Its {@link SocketState#nextRef} may be outdated. This is harmless, because
     * operations of other threads are never applied.
     */
    private record Shown(SocketState state, Assigns assigns) {}

    private final CallbackScope scope;
    private volatile Shown shown;

    /** Used only by the draining thread (see {@link Drain}). */
    private Assigns assigns = Assigns.EMPTY;

    LatestSocket(CallbackScope scope) {
        this.scope = scope;
        this.shown = new Shown(SocketState.initial(), assigns);
    }

    /** Makes the socket with which a callback begins. */
    LiveSocket first(SocketState state) {
        return LiveSocket.of(scope.next(), state, assigns.settled());
    }

    /** Keeps the assigns of a callback that has returned, or of a {@link CommitPoint} in a callback. */
    void keep(Assigns next) {
        assigns = next;
    }

    /** Shows other threads this state and the assigns that were kept. */
    @SuppressWarnings("ReferenceEquality") // most callbacks change no assigns, and then the instances are the same
    void publish(SocketState state) {
        Assigns settled = assigns.settled();
        if (!shown.state().differsOnlyInRefs(state) || shown.assigns() != settled) {
            shown = new Shown(state, settled);
        }
    }

    /** The socket, for any thread. It is read-only. */
    Socket get() {
        Shown last = shown;
        return LiveSocket.of(scope.next(), last.state(), last.assigns());
    }

    /** The status of the connection, for any thread. */
    ConnectionStatus status() {
        return shown.state().connectionStatus();
    }

    /** The configuration for any thread; empty until the first connect. */
    Optional<Configuration> configuration() {
        return shown.state().configuration();
    }
}
