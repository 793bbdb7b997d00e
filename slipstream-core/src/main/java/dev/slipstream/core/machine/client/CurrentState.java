package dev.slipstream.core.machine.client;

import dev.slipstream.core.Command;
import dev.slipstream.core.Connection;
import dev.slipstream.core.ConnectionStatus;
import dev.slipstream.core.Event;
import dev.slipstream.core.JoinStatus;
import dev.slipstream.core.Operation;
import dev.slipstream.core.state.SocketState;

/**
 * The current state of the client. The socket of the next callback begins with this state. Only this object holds the
 * status of the connection and of the topics. {@link Reconnector} decides the status of the connection, and
 * {@link WantedTopics} decides the status of the topics.
 */
final class CurrentState {

    private SocketState state = SocketState.initial();

    SocketState get() {
        return state;
    }

    ConnectionStatus connection() {
        return state.connectionStatus();
    }

    JoinStatus topic(String topic) {
        return state.status(topic);
    }

    /** Applies an operation. Returns whether the operation has an effect. */
    boolean apply(Operation operation) {
        return switch (operation) {
            case Operation.MakeRequest(var tag, var push) -> apply(push);
            case Command.PushMessage push -> apply(push);
            case Operation other -> {
                SocketState.Applied applied = state.apply(other);
                state = applied.state();
                yield applied.isEffective();
            }
        };
    }

    private boolean apply(Command.PushMessage push) {
        boolean isEffective = state.isEffective(push);
        state = state.after(push);
        return isEffective;
    }

    void apply(Connection source, Event event) {
        state = state.applyEvent(source, event);
    }

    void update(SocketState next) {
        state = next;
    }

    @Override
    public String toString() {
        return state.toString();
    }
}
