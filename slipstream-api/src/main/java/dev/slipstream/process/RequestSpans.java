package dev.slipstream.process;

import dev.slipstream.core.Command;
import dev.slipstream.core.Connection;
import dev.slipstream.core.Failure;
import dev.slipstream.core.Observation.Span;
import dev.slipstream.core.Operation;
import dev.slipstream.core.Ref;
import dev.slipstream.core.Reply;
import dev.slipstream.core.ReplyHandler;
import dev.slipstream.core.Telemetry;
import dev.slipstream.core.machine.client.Callback;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Reports to telemetry how long the requests of a client take. A request starts when the client takes it from user
 * code. It ends when its connection reports the outcome. If no connection has sent the request, the client reports the
 * outcome. If the client does not begin a request, the start and the end are both reported when the outcome is known.
 *
 * <p>The draining thread (see {@link Drain}) starts requests. This thread and the threads of the connections end
 * requests. Only the first end is reported.
 */
final class RequestSpans {

    private record Open(Connection connection, String topic, String event, Duration start) {}

    private final Telemetry listener;
    private final Clock clock;
    private final Map<Ref, Open> open = new ConcurrentHashMap<>();
    /**
     * Counts the requests that the client did not begin. Their refs are o1, o2 and so on. The client makes all other
     * refs.
     */
    private final AtomicLong unmade = new AtomicLong();

    RequestSpans(Telemetry listener, Clock clock) {
        this.listener = listener;
        this.clock = clock;
    }

    /**
     * Starts the requests in these operations of a callback that has just returned. Adds their refs and the current
     * context to their tags.
     */
    List<Operation> started(List<Operation> operations, Connection latest) {
        if (operations.stream().noneMatch(Operation.MakeRequest.class::isInstance)) {
            return operations;
        }
        Object context = listener.capture();
        return operations.stream().map(one -> started(one, latest, context)).toList();
    }

    private Operation started(Operation operation, Connection latest, @Nullable Object context) {
        if (!(operation instanceof Operation.MakeRequest(var tag, var push))) {
            return operation;
        }
        started(push, latest);
        Object tagged = tag instanceof ReplyHandler handler
                ? new InContext.Handler(handler, push.ref(), context)
                : new InContext.Tag(tag, push.ref(), context);
        return new Operation.MakeRequest(tagged, push);
    }

    /** Starts a request of a session. Ignores a push without a timeout, because it is no request. */
    void started(Command.PushMessage push, Connection latest) {
        if (push.timeout() != null) {
            open.put(push.ref(), new Open(latest, push.topic(), push.event(), clock.now()));
            listener.observed(new Span.RequestStarted(latest, push.ref(), push.topic(), push.event()));
        }
    }

    /** Ends a request whose outcome reaches a callback. */
    void ended(Callback.Outcome callback) {
        if (callback.tag() instanceof InContext tag) {
            switch (tag) {
                case InContext.Handler handler -> ended(handler.request(), outcome(callback.reply()));
                case InContext.Tag of -> ended(of.request(), outcome(callback.reply()));
                case InContext.Step step -> {}
                case InContext.Mail mail -> {}
            }
        }
    }

    /** Ends a request that no connection has sent. */
    void ended(Ref ref, String outcome) {
        ended(ref, outcome, null);
    }

    /** Ends a request; {@code sender} is null if no connection has sent it. Any thread may call this. */
    void ended(Ref ref, String outcome, @Nullable Connection sender) {
        Open ended = open.remove(ref);
        if (ended != null) {
            Duration took = clock.now().minus(ended.start());
            Connection connection = sender == null ? ended.connection() : sender;
            listener.observed(new Span.RequestEnded(connection, ref, ended.topic(), ended.event(), outcome, took));
        }
    }

    /** Reports a request that another thread asked for and the client did not begin. Any thread may call this. */
    void unmade(String topic, String event, Failure failure, Duration begun) {
        Ref ref = new Ref("o" + unmade.incrementAndGet());
        Connection none = ClientSpans.NO_CONNECTION;
        Duration took = clock.now().minus(begun);
        listener.observed(new Span.RequestStarted(none, ref, topic, event));
        listener.observed(new Span.RequestEnded(
                none, ref, topic, event, failure.getClass().getSimpleName(), took));
    }

    /** Ends all requests, because the client has ended. */
    void endAll() {
        open.keySet().forEach(ref -> ended(ref, "Cancelled"));
    }

    /** The name of an outcome: the name of the {@link Reply}, or of the failure if there is no reply. */
    static String outcome(Reply reply) {
        return reply instanceof Reply.Lost(var failure, var maybeSent)
                ? failure.getClass().getSimpleName()
                : reply.getClass().getSimpleName();
    }
}
