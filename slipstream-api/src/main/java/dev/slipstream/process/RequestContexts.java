package dev.slipstream.process;

import dev.slipstream.core.Command;
import dev.slipstream.core.Operation;
import dev.slipstream.core.Ref;
import dev.slipstream.core.ReplyHandler;
import dev.slipstream.core.Telemetry;
import dev.slipstream.core.machine.client.Callback;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The contexts of a client's requests, from the callback that wrote a request until the request reaches the connection
 * or gets its outcome. A request may wait in the buffer of its topic, so its context is not always the context in which
 * it is sent.
 *
 * <p>Used only by the draining thread (see {@link Drain}).
 */
final class RequestContexts {

    private final Telemetry listener;
    private final Map<Ref, Object> waiting = new LinkedHashMap<>();

    RequestContexts(Telemetry listener) {
        this.listener = listener;
    }

    /** Adds the current context to the requests in these operations of a callback that has just returned. */
    List<Operation> added(List<Operation> operations) {
        if (operations.stream().noneMatch(Operation.MakeRequest.class::isInstance)) {
            return operations;
        }
        Object context = listener.capture();
        return context == null
                ? operations
                : operations.stream().map(one -> added(one, context)).toList();
    }

    private Operation added(Operation operation, Object context) {
        if (!(operation instanceof Operation.MakeRequest(var tag, var push))) {
            return operation;
        }
        waiting.put(push.ref(), context);
        Object tagged = tag instanceof ReplyHandler handler
                ? new InContext.Handler(handler, push.ref(), context)
                : new InContext.Tag(tag, push.ref(), context);
        return new Operation.MakeRequest(tagged, push);
    }

    /** Passes the context of a join or request to the connection that gets the command. */
    void sent(Command command, ConnectionSpans connection) {
        if (command instanceof Command.JoinTopic join) {
            pass(join.ref(), listener.capture(), connection);
        } else if (command instanceof Command.PushMessage push && push.timeout() != null) {
            Object own = waiting.remove(push.ref());
            pass(push.ref(), own == null ? listener.capture() : own, connection);
        }
    }

    private static void pass(Ref ref, @Nullable Object context, ConnectionSpans connection) {
        if (context != null) {
            connection.addContext(ref, context);
        }
    }

    /** Forgets the context of a request that has its outcome. */
    void ended(Callback callback) {
        if (callback instanceof Callback.Outcome(InContext tag, var reply)) {
            switch (tag) {
                case InContext.Handler handler -> waiting.remove(handler.request());
                case InContext.Tag of -> waiting.remove(of.request());
                case InContext.Step step -> {}
                case InContext.Mail mail -> {}
            }
        }
    }
}
