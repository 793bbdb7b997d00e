package dev.slipstream.channels;

import dev.slipstream.core.ConnectionStatus;
import dev.slipstream.core.DisconnectReason;
import dev.slipstream.core.Failure;
import java.util.Objects;
import java.util.function.Consumer;

/** The status of a socket's connection, and the handlers of its changes. Any thread may register a handler. */
final class SocketEvents {

    private final Handlers<ConnectionStatus> changes;
    private final Handlers<ConnectionStatus> opens;
    private final Handlers<DisconnectReason> closes;
    private final Handlers<Failure> errors;
    private volatile ConnectionStatus status = ConnectionStatus.DISCONNECTED;
    private volatile boolean isClosing;

    SocketEvents(ClientAccess client) {
        this.changes = new Handlers<>("onStateChange handler", "", client);
        this.opens = new Handlers<>("onOpen handler", "", client);
        this.closes = new Handlers<>("onClose handler", "", client);
        this.errors = new Handlers<>("onError handler", "", client);
    }

    ConnectionStatus status() {
        return status;
    }

    Registration onStateChange(Consumer<? super ConnectionStatus> handler) {
        return changes.add(handler);
    }

    Registration onOpen(Runnable handler) {
        Objects.requireNonNull(handler, "handler");
        return opens.add(open -> handler.run());
    }

    Registration onClose(Consumer<? super DisconnectReason> handler) {
        return closes.add(handler);
    }

    Registration onError(Consumer<? super Failure> handler) {
        return errors.add(handler);
    }

    /** Notes that the program closes the socket, so the client will not connect again. */
    void closing() {
        isClosing = true;
    }

    // --- called by the client process -------------------------------------------------------------------------------

    void connecting() {
        change(ConnectionStatus.CONNECTING);
    }

    void connected() {
        change(ConnectionStatus.CONNECTED);
        opens.call(ConnectionStatus.CONNECTED);
    }

    /** Handles an attempt to connect that failed. */
    void failed(Failure failure, boolean isRetried) {
        ended(isRetried);
        errors.call(failure);
    }

    /** Handles the end of an open connection. */
    void disconnected(DisconnectReason reason, boolean isReplaced) {
        ended(isReplaced);
        switch (reason) {
            case DisconnectReason.Failed(var failure) -> errors.call(failure);
            case DisconnectReason.ConnectFailed(var failure) -> errors.call(failure);
            case DisconnectReason.Closed closed -> {}
            case DisconnectReason.Requested requested -> {}
        }
        closes.call(reason);
    }

    void stopped() {
        change(ConnectionStatus.DISCONNECTED);
    }

    private void ended(boolean isReplaced) {
        change(isReplaced && !isClosing ? ConnectionStatus.CONNECTING : ConnectionStatus.DISCONNECTED);
    }

    private void change(ConnectionStatus next) {
        if (status != next) {
            status = next;
            changes.call(next);
        }
    }
}
