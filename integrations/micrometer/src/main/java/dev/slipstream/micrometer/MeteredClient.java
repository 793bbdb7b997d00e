package dev.slipstream.micrometer;

import dev.slipstream.core.Connection;
import dev.slipstream.core.ConnectionStatus;
import dev.slipstream.core.Observation;
import dev.slipstream.core.Observation.Span;
import dev.slipstream.core.Telemetry;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The listener of one client. It passes observations to the meters, and keeps the state of the client for the gauges.
 *
 * <p>The threads of the client and of its connections call it. Only the thread of the client process reports attempts
 * to connect and the end of the client.
 */
final class MeteredClient implements Telemetry {

    /**
     * The values of the tag {@code state}. They mean the same as in {@link ConnectionStatus}, except that
     * {@code CONNECTED} includes a connection that is closing, and {@code DISCONNECTED} includes a client that has not
     * yet handled the loss of its connection.
     */
    enum State {
        CONNECTED,
        CONNECTING,
        DISCONNECTED
    }

    private enum Life {
        NEW,
        RUNNING,
        ENDED
    }

    private final ClientMeters meters;
    private final RunningClients clients;
    private final Supplier<Observation.QueuesMeasured> queues;
    private final AtomicReference<Life> life = new AtomicReference<>(Life.NEW);
    private final AtomicReference<@Nullable Connection> open = new AtomicReference<>();
    /** The connections that have begun and not ended. */
    private final Set<Connection> alive = ConcurrentHashMap.newKeySet();

    /** Whether an attempt to connect is under way or scheduled. */
    private volatile boolean isConnecting;

    MeteredClient(ClientMeters meters, RunningClients clients, Supplier<Observation.QueuesMeasured> queues) {
        this.meters = meters;
        this.clients = clients;
        this.queues = queues;
    }

    @Override
    public void observed(Observation observation) {
        switch (observation) {
            case Observation.ClientEnded ended -> end();
            case Span.ConnectStarted started -> isConnecting = true;
            case Span.ConnectSucceeded(var connection, var attempt, var took) -> opened(connection);
            case Span.ConnectFailed failed -> isConnecting = false;
            case Span.ConnectCancelled cancelled -> isConnecting = false;
            case Observation.ReconnectScheduled scheduled -> isConnecting = true;
            case Observation.ReconnectCancelled cancelled -> isConnecting = false;
            case Span.ConnectionStarted(var ids, var connection) -> alive.add(connection);
            case Span.ConnectionEnded(var ids, var connection, var reason, var took) -> {
                alive.remove(connection);
                open.compareAndSet(connection, null);
            }
            case Observation other -> {}
        }
        if (life.get() == Life.NEW && life.compareAndSet(Life.NEW, Life.RUNNING)) {
            clients.add(this);
            if (life.get() == Life.ENDED) { // the client ended on another thread, before the call of add
                clients.remove(this);
            }
        }
        meters.observed(observation);
    }

    /** Records an open connection. The connection may have ended already, because another thread reports the end. */
    private void opened(Connection connection) {
        open.set(connection);
        isConnecting = false;
        if (!alive.contains(connection)) {
            open.compareAndSet(connection, null);
        }
    }

    private void end() {
        life.set(Life.ENDED);
        clients.remove(this);
    }

    State state() {
        if (open.get() != null) {
            return State.CONNECTED;
        }
        return isConnecting ? State.CONNECTING : State.DISCONNECTED;
    }

    Observation.QueuesMeasured queues() {
        return queues.get();
    }
}
