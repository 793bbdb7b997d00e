package dev.slipstream.core.machine.client;

import dev.slipstream.core.Command;
import dev.slipstream.core.ConnectionStatus;
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
        return new Observation.OperationDropped(
                operation.getClass().getSimpleName(),
                topic(operation),
                isRunning ? isDone(operation, state) : !isMessage(operation));
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
     * Whether the client is already in the state that the operation asks for. The comments below name the states in
     * which the client drops an operation.
     */
    private static boolean isDone(Operation operation, SocketState state) {
        return switch (operation) {
            case Command.CloseConnection close -> true; // no connection is wanted
            case Command.LeaveTopic leave -> true; // the topic is not wanted
            case Command.SendHeartbeat beat -> true; // there is no connection to check
            case Command.CollectGarbage hint -> true; // there is no connection with buffers
            case Command.JoinTopic join -> true; // the topic is requested or joined
            case Operation.Retry.Rejoin rejoin -> true; // the topic is requested or joined
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
