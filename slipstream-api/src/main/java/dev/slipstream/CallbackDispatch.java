package dev.slipstream;

import dev.slipstream.core.ReplyHandler;
import dev.slipstream.core.Socket;
import dev.slipstream.core.machine.client.Callback;
import dev.slipstream.process.CallbackRunner;
import dev.slipstream.process.InContext;

/** Calls the method of {@link SlipstreamClient} that handles a callback. */
record CallbackDispatch(SlipstreamClient client, RunningClient handle) implements CallbackRunner {

    @Override
    public Socket call(Callback callback, Socket socket) {
        return switch (callback) {
            case Callback.Init() -> client.init(socket);
            case Callback.OfEvent(var event) -> client.handleEvent(event, socket);
            case Callback.Outcome(ReplyHandler handler, var reply) -> handler.handle(reply, socket);
            case Callback.Outcome(InContext.Tag tagged, var reply) -> client.handleOutcome(tagged.tag(), reply, socket);
            case Callback.Outcome(var tag, var reply) -> client.handleOutcome(tag, reply, socket);
            case Callback.Info(var message) -> client.handleInfo(bare(message), socket);
            case Callback.Cast(var message) -> client.handleCast(bare(message), socket);
            case Callback.Call(var from, var message) -> client.handleCall(bare(message), socket);
            case Callback.Continue(var message) -> client.handleContinue(message, socket);
            case Callback.Run run -> run.step().apply(socket);
            case Callback.OfFailure(var thrown, var cause) -> client.handleFailure(thrown, cause.callback(), socket);
            case Callback.Terminate(var reason) -> client.terminate(reason, socket);
        };
    }

    /** Returns a message of user code, without the captured context of the code that sent the message. */
    private static Object bare(Object message) {
        return message instanceof InContext.Mail mail ? mail.message() : message;
    }
}
