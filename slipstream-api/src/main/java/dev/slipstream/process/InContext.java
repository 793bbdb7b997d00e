package dev.slipstream.process;

import dev.slipstream.core.Ref;
import dev.slipstream.core.Reply;
import dev.slipstream.core.ReplyHandler;
import dev.slipstream.core.Socket;
import dev.slipstream.core.Telemetry;
import dev.slipstream.core.machine.client.Callback;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A function, message, handler or tag of the user, with the context in which the user passed it.
 * {@link Telemetry#capture} returned the context. The callback that receives or runs this object runs in this context.
 */
public sealed interface InContext {

    /** The captured context; null if there was none. */
    @Nullable
    Object context();

    /** A function for {@code RunningClient.run}, {@code request} or {@code push}. */
    record Step(UnaryOperator<Socket> step, Object context) implements InContext, UnaryOperator<Socket> {

        @Override
        public Socket apply(Socket socket) {
            return step.apply(socket);
        }
    }

    /**
     * A message for {@code RunningClient.send}, {@code cast} or {@code call}. The callback receives the message without
     * the context.
     */
    record Mail(Object message, Object context) implements InContext {}

    /** The handler of the reply to a request, with the ref of the request. */
    record Handler(
            ReplyHandler handler, Ref request, @Nullable Object context) implements InContext, ReplyHandler {

        @Override
        public Socket handle(Reply reply, Socket socket) {
            return handler.handle(reply, socket);
        }
    }

    /** The tag of a request, with its ref. {@code handleOutcome} receives only the tag. */
    record Tag(Object tag, Ref request, @Nullable Object context) implements InContext {}

    /** The context of the code that caused this callback; null if there is none. */
    static @Nullable Object of(Callback callback) {
        Object passed = switch (callback) {
            case Callback.Run run -> run.step();
            case Callback.Outcome(var tag, var reply) -> tag;
            case Callback.Info(var message) -> message;
            case Callback.Cast(var message) -> message;
            case Callback.Call(var from, var message) -> message;
            case Callback other -> null;
        };
        return passed instanceof InContext in ? in.context() : null;
    }
}
