package dev.slipstream.core.machine.client;

import dev.slipstream.core.Command;
import dev.slipstream.core.ConnectionStatus;
import dev.slipstream.core.JoinStatus;
import dev.slipstream.core.Observation;
import dev.slipstream.core.Operation;
import dev.slipstream.core.state.SocketState;

/** Makes the telemetry reports about operations that have no effect. */
final class DroppedOperations {

    private DroppedOperations() {}

    /**
     * Returns the report of an operation that is dropped in this state.
     *
     * @param isRunning whether the client still runs; if not, {@code state} is ignored
     */
    static Observation report(Operation dropped, SocketState state, boolean isRunning) {
        Operation operation = dropped instanceof Operation.NoEffect(var written) ? written : dropped;
        boolean isDone = isRunning ? isDone(operation, state) : !isMessage(operation);
        return new Observation.OperationDropped(
                method(operation), topic(operation), isDone, isDone ? "" : reason(operation, state, isRunning));
    }

    /** The name of the method that user code called. */
    private static String method(Operation operation) {
        return switch (operation) {
            case Command.JoinTopic join -> "join";
            case Command.LeaveTopic leave -> "leave";
            case Command.PushMessage push -> push.timeout() == null ? "push" : "request";
            case Command.OfferMessage offer -> "push";
            case Command.OpenConnection open -> "connect";
            case Command.CloseConnection close -> "disconnect";
            case Command.SendHeartbeat beat -> "heartbeat";
            case Command.CollectGarbage hint -> "collectGarbage";
            case Operation.MakeRequest request -> "request";
            case Operation.Retry.Rejoin rejoin -> "rejoin";
            case Operation.Retry.Reconnect reconnect -> "reconnect";
            case Operation.Retry.ReconnectNow now -> "reconnectNow";
            case Operation.SetPushBuffer buffer -> "joinWith";
            case Operation.SetJoinParams params -> "joinWith";
            case Operation.LaterJoins.WithParams params -> "join";
            case Operation.LaterJoins.WithSupplier supplier -> "joinWith";
            case Operation.SendToSelf.Now now -> "send";
            case Operation.SendToSelf.After after -> "sendAfter";
            case Operation.SendToSelf.Every every -> "sendEvery";
            case Operation.SendToSelf.Next next -> "then";
            case Operation.SendToSelf.WhenIdle idle -> "idleAfter";
            case Operation.CancelTimer cancel -> "cancel";
            case Operation.AnswerCaller.Refusal refusal -> "refuse";
            case Operation.AnswerCaller answer -> "answer";
            case Operation.StopClient stop -> "stop";
            case Operation.NoEffect none -> "";
        };
    }

    /** Why the operation will not have its effect, and what to do. */
    private static String reason(Operation operation, SocketState state, boolean isRunning) {
        if (!isRunning) {
            return "the client is stopping and sends no more messages; send this one before the stop";
        }
        return switch (operation) {
            case Operation.Retry.Reconnect reconnect -> notReconnecting(state);
            case Operation.Retry.ReconnectNow now -> notReconnecting(state);
            case Command.OpenConnection open -> "there is a connection already; call disconnect first";
            case Command.OfferMessage offer -> "the topic is not joined; push after the join";
            case Operation other -> // messages, and params of later joins
                "the topic was never joined, or closed so long ago that it is forgotten; call join first";
        };
    }

    private static String notReconnecting(SocketState state) {
        return state.configuration().isEmpty()
                ? "this client never connected; call connect first"
                : "the connection is still closing; call reconnect in handleDisconnect, or call connect(configuration)"
                        + " here, which connects after the end of the connection";
    }

    /** Whether the operation sends a message. The loss of a message matters even if the client is stopping. */
    private static boolean isMessage(Operation operation) {
        return operation instanceof Command.PushMessage
                || operation instanceof Command.OfferMessage
                || operation instanceof Operation.MakeRequest;
    }

    private static String topic(Operation operation) {
        return switch (operation) {
            case Command.JoinTopic join -> join.topic();
            case Command.LeaveTopic leave -> leave.topic();
            case Command.PushMessage push -> push.topic();
            case Command.OfferMessage offer -> offer.topic();
            case Command.OpenConnection open -> "";
            case Command.CloseConnection close -> "";
            case Command.SendHeartbeat beat -> "";
            case Command.CollectGarbage hint -> "";
            case Operation.MakeRequest(var tag, var push) -> push.topic();
            case Operation.Retry.Rejoin rejoin -> rejoin.topic();
            case Operation.Retry.Reconnect reconnect -> "";
            case Operation.Retry.ReconnectNow now -> "";
            case Operation.SetPushBuffer(var topic, var buffer) -> topic;
            case Operation.SetJoinParams(var topic, var params) -> topic;
            case Operation.LaterJoins later -> later.topic();
            case Operation.SendToSelf self -> "";
            case Operation.CancelTimer cancel -> "";
            case Operation.AnswerCaller caller -> "";
            case Operation.StopClient stop -> "";
            case Operation.NoEffect none -> "";
        };
    }

    /**
     * Whether there is nothing to do, for example because the client is already in the state that the operation asks
     * for. The comments below name the states in which the client drops an operation.
     */
    private static boolean isDone(Operation operation, SocketState state) {
        return switch (operation) {
            case Command.CloseConnection close -> true; // no connection is wanted
            case Command.LeaveTopic leave -> true; // the topic is not wanted
            case Command.SendHeartbeat beat -> true; // there is no connection to check
            case Command.CollectGarbage hint -> true; // there is no connection with buffers
            case Command.JoinTopic join -> true; // the topic is requested or joined
            case Operation.Retry.Rejoin rejoin ->
                state.status(rejoin.topic()) != JoinStatus.NONE; // requested or joined
            case Operation.Retry.Reconnect reconnect -> isConnecting(state);
            case Operation.Retry.ReconnectNow now -> isConnecting(state);
            case Command.OpenConnection open -> false;
            case Command.PushMessage push -> false;
            case Command.OfferMessage offer -> false;
            case Operation.MakeRequest request -> false;
            case Operation.SetPushBuffer buffer -> false;
            case Operation.SetJoinParams params -> false;
            case Operation.LaterJoins later -> false;
            case Operation.SendToSelf self -> false;
            case Operation.CancelTimer cancel -> false;
            case Operation.AnswerCaller caller -> false;
            case Operation.StopClient stop -> false;
            case Operation.NoEffect none -> false;
        };
    }

    private static boolean isConnecting(SocketState state) {
        return state.connectionStatus() == ConnectionStatus.CONNECTING
                || state.connectionStatus() == ConnectionStatus.CONNECTED;
    }
}
