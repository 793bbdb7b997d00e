package dev.slipstream;

import dev.slipstream.core.Socket;
import dev.slipstream.core.machine.Delivery;
import dev.slipstream.process.Callbacks;

/** Calls the method of a client that a delivery is for. */
record Dispatch(SlipstreamClient client, RunningClient handle) implements Callbacks {

    @Override
    public Socket call(Delivery delivery, Socket socket) {
        return switch (delivery) {
            case Delivery.Init() -> client.init(socket);
            case Delivery.OfEvent(var event) -> client.handleEvent(event, socket);
            case Delivery.Outcome(var tag, var reply) ->
                tag instanceof OutsideRequest asked
                        ? asked.answered(reply, socket)
                        : client.handleOutcome(tag, reply, socket);
            case Delivery.Info(var message) -> client.handleInfo(message, socket);
            case Delivery.Cast(var message) -> client.handleCast(message, socket);
            case Delivery.Call(var from, var message) -> client.handleCall(message, socket);
            case Delivery.Continue(var message) -> client.handleContinue(message, socket);
            case Delivery.Run(var step) -> step.apply(socket);
            case Delivery.OfFailure(var thrown, var cause) -> client.handleFailure(thrown, cause.callback(), socket);
            case Delivery.Terminate(var reason) -> client.terminate(reason, socket);
        };
    }
}
