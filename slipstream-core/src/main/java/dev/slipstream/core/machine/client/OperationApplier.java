package dev.slipstream.core.machine.client;

import dev.slipstream.core.Command;
import dev.slipstream.core.ConnectionStatus;
import dev.slipstream.core.DisconnectReason;
import dev.slipstream.core.Event;
import dev.slipstream.core.Failure;
import dev.slipstream.core.JoinStatus;
import dev.slipstream.core.Observation;
import dev.slipstream.core.Operation;
import dev.slipstream.core.Payload;
import dev.slipstream.core.Reply;
import dev.slipstream.core.state.SocketState;
import java.util.List;
import java.util.Optional;

/**
 * Applies the operations of a socket: checks each against the client's current state, then carries it out or drops
 * it.
 */
final class OperationApplier {

    private final ClientState client;
    private final Requests requests;
    private final Recovery recovery;

    OperationApplier(ClientState client, Requests requests, Recovery recovery) {
        this.client = client;
        this.requests = requests;
        this.recovery = recovery;
    }

    void apply(List<Operation> operations) {
        for (int i = 0; i < operations.size(); i++) { // the list has one element or is an array
            apply(operations.get(i));
        }
    }

    private void apply(Operation operation) {
        if (!client.isRunning() && !(operation instanceof Operation.AnswerCaller)) {
            drop(operation); // and the state does not change
            return;
        }
        SocketState before = client.socketState;
        if (!applyToState(operation)) {
            drop(operation);
            return;
        }
        switch (operation) {
            case Operation.OfCommand(var command) -> applyCommand(command, before);
            case Operation.MakeRequest(var tag, var push) -> requests.request(tag, push, before);
            case Operation.SendToSelf.Now(var message) ->
                client.emit(new ClientEffect.Enqueue(new Callback.Info(message)));
            case Operation.SendToSelf.Next(var message) -> client.queue(new Callback.Continue(message));
            case Operation.SendToSelf.After after -> client.timers.after(after, client.now());
            case Operation.SendToSelf.Every every -> client.timers.every(every, client.now());
            case Operation.SendToSelf.WhenIdle idle -> client.timers.whenIdle(idle, client.now());
            case Operation.CancelTimer(var key) -> client.timers.cancel(key);
            case Operation.AnswerCaller answer -> client.emit(new ClientEffect.Answer(answer));
            case Operation.Retry.Reconnect() -> client.reconnector.schedule(client.now(), client::emit);
            case Operation.Retry.ReconnectNow() -> {
                if (before.connectionStatus() == ConnectionStatus.DISCONNECTED
                        || client.reconnector.phase() == Reconnector.Phase.BACKING_OFF) {
                    client.reconnector.begin(client.now(), client::emit);
                }
            }
            case Operation.Retry.Rejoin(var ref, var topic, var params) -> rejoin(topic, params);
            case Operation.SetPushBuffer(var topic, var buffer) ->
                client.wantedTopics.of(topic, client.socketState).buffer = buffer;
            case Operation.SetJoinParams(var topic, var params) ->
                client.wantedTopics.of(topic, client.socketState).nextSupplier = params;
            case Operation.StopClient(var reason) -> client.stop = client.stop == null ? reason : client.stop;
        }
    }

    /** Checks an operation against the state, and updates the state. */
    private boolean applyToState(Operation operation) {
        SocketState before = client.socketState;
        if (operation instanceof Operation.MakeRequest(var tag, var push)) {
            client.socketState = before.after(push);
            return before.isEffective(push);
        }
        SocketState.Applied applied = before.apply(operation);
        client.socketState = applied.state();
        return applied.isEffective();
    }

    /**
     * Drops an operation that has no effect in the current state, and reports the outcome if it is a push or request.
     */
    private void drop(Operation operation) {
        client.report(new Observation.OperationDropped(operation.getClass().getSimpleName()));
        if (!client.isRunning()) {
            return;
        }
        if (operation instanceof Operation.MakeRequest(var tag, var push)) {
            client.queue(new Callback.Outcome(tag, new Reply.Lost(new Failure.NotJoined(push.topic()), false)));
        } else if (operation instanceof Operation.OfCommand(Command.PushMessage push)) {
            client.queueEvent(new Event.PushFailed(push.ref(), new Failure.NotJoined(push.topic())));
        }
    }

    private void applyCommand(Command command, SocketState before) {
        switch (command) {
            case Command.OpenConnection(var configuration, var credentials) ->
                client.reconnector.connect(client.now(), configuration, client::emit);
            case Command.CloseConnection close -> {
                boolean atOnce = client.reconnector.disconnect(client::emit);
                if (before.connectionStatus() == ConnectionStatus.DISCONNECTED) {
                    client.reconnector.ended(new DisconnectReason.Requested()); // its end was reported already
                } else if (atOnce) {
                    Event closed = new Event.ChannelClosed(new DisconnectReason.Requested());
                    client.reconnector.ended(new DisconnectReason.Requested());
                    client.socketState = client.socketState.applyEvent(client.reconnector.connection(), closed);
                    client.queueEvent(closed);
                }
            }
            case Command.JoinTopic join -> {
                client.wantedTopics.recordJoin(join, client.socketState);
                if (before.connectionStatus() == ConnectionStatus.CONNECTED) {
                    recovery.join(
                            join.topic(), client.wantedTopics.of(join.topic(), client.socketState), join.params());
                }
            }
            case Command.LeaveTopic leave -> leave(leave, before.status(leave.topic()));
            case Command.PushMessage push -> requests.push(push, before);
            case Command.SendHeartbeat beat -> client.send(beat);
            case Command.CollectGarbage hint -> client.send(hint);
        }
    }

    private void leave(Command.LeaveTopic leave, JoinStatus before) {
        WantedTopic wanted = client.wantedTopics.of(leave.topic(), client.socketState);
        boolean isAsking = wanted.asking != 0; // no join was sent, so there is none to leave
        client.wantedTopics.cancelTimers(wanted);
        wanted.unusedRef = null;
        wanted.nextSupplier = null;
        if ((before == JoinStatus.REQUESTED && !isAsking) || before == JoinStatus.JOINED) {
            wanted.leaving++;
            client.send(leave);
        } else {
            Event left = new Event.TopicLeft(leave.topic());
            client.socketState = client.socketState.applyEvent(client.reconnector.connection(), left);
            client.queueEvent(left);
        }
        requests.fail(wanted, new Failure.Cancelled());
    }

    private void rejoin(String topic, Optional<Payload> params) {
        WantedTopic wanted = client.wantedTopics.of(topic, client.socketState);
        wanted.params = params.orElse(wanted.params);
        wanted.supplier = params.isEmpty() ? wanted.supplier : null;
        if (client.socketState.connectionStatus() == ConnectionStatus.CONNECTED) {
            recovery.schedule(topic, wanted);
        }
    }
}
