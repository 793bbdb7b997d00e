package dev.slipstream.opentelemetry;

import dev.slipstream.core.Connection;
import dev.slipstream.core.Failure;
import dev.slipstream.core.Observation;
import dev.slipstream.core.Observation.Span;
import dev.slipstream.core.Ref;
import dev.slipstream.core.Telemetry;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The listener of one client. It begins and ends spans.
 *
 * <p>The threads of the client and of its connections call it. The client reports the start of each callback, join and
 * request. During this report, the current context is the context of the code that caused the callback, join or
 * request, see {@link Telemetry#restore}. So the current span becomes the parent of the new span.
 */
final class ClientTracing implements Telemetry {

    /**
     * Identifies an open span.
     *
     * @param connection the connection; for a request always {@link #NO_CONNECTION}, because the client may send the
     *     request on a later connection
     * @param id the topic of a join, the ref of a request; empty for an attempt to connect
     */
    private record SpanKey(Connection connection, String operation, String id) {}

    /** The span of a callback, and the scope that makes this span current on the thread of the callback. */
    private record OpenCallback(io.opentelemetry.api.trace.Span span, Scope scope, Thread thread) {}

    /**
     * Outcomes that are no errors: success, a reply with a status other than {@code ok} and {@code error}, and an
     * attempt, join or request that the client itself cancelled.
     */
    private static final Set<String> NO_ERRORS = Set.of("Ok", "Other", "Cancelled", "Left");

    private static final Connection NO_CONNECTION = Connection.numbered(0);

    private final Tracer tracer;
    private final Attributes attributes;
    private final Map<SpanKey, io.opentelemetry.api.trace.Span> open = new ConcurrentHashMap<>();

    /** The running callback. Only the thread of the callback writes it. */
    private volatile @Nullable OpenCallback callback;

    ClientTracing(Tracer tracer, Attributes shared, String trace) {
        this.tracer = tracer;
        this.attributes = shared.toBuilder().put(SpanAttributes.CLIENT, trace).build();
    }

    @Override
    public @Nullable Object capture() {
        Context current = Context.current();
        return current.equals(Context.root()) ? null : current;
    }

    @Override
    @SuppressWarnings("MustBeClosed") // the client closes the returned scope
    public Scope restore(@Nullable Object captured) {
        Context context = captured instanceof Context given ? given : Context.root();
        return context.makeCurrent()::close;
    }

    @Override
    public void observed(Observation observation) {
        switch (observation) {
            case Span.ConnectStarted(var connection, var attempt) ->
                open.put(
                        connect(connection),
                        started("connect", SpanKind.CLIENT)
                                .setAttribute(SpanAttributes.PROTOCOL, "websocket")
                                .setAttribute(SpanAttributes.CONNECTION, (long) connection.number())
                                .setAttribute(SpanAttributes.ATTEMPT, (long) attempt)
                                .startSpan());
            case Span.ConnectSucceeded(var connection, var attempt, var took) -> end(connect(connection), "Ok");
            case Span.ConnectFailed(var connection, var attempt, var failure, var took) ->
                failed(connect(connection), failure);
            case Span.ConnectCancelled(var connection, var attempt, var took) -> end(connect(connection), "Cancelled");
            case Span.JoinStarted(var connection, var topic) ->
                open.put(
                        join(connection, topic),
                        messaging("join", topic, SpanKind.CLIENT)
                                .setAttribute(SpanAttributes.CONNECTION, (long) connection.number())
                                .startSpan());
            case Span.JoinSucceeded(var connection, var topic, var took) -> end(join(connection, topic), "Ok");
            case Span.JoinFailed(var connection, var topic, var reason, var took) ->
                end(join(connection, topic), reason);
            case Span.RequestStarted(var connection, var ref, var topic, var event) ->
                open.put(
                        request(ref),
                        messaging("request", topic, SpanKind.CLIENT)
                                .setAttribute(SpanAttributes.OPERATION_TYPE, "send")
                                .setAttribute(SpanAttributes.EVENT, event)
                                .startSpan());
            case Span.RequestEnded ended -> endRequest(ended);
            case Span.CallbackStarted(var name, var topic, var event) -> begin(name, topic, event);
            case Span.CallbackSucceeded succeeded -> endCallback(null);
            case Span.CallbackFailed failed -> endCallback(failed.thrown());
            case Observation.HandlerFailed failed -> failedHandler(failed.thrown());
            case Observation other -> {}
        }
    }

    private static SpanKey connect(Connection connection) {
        return new SpanKey(connection, "connect", "");
    }

    private static SpanKey join(Connection connection, String topic) {
        return new SpanKey(connection, "join", topic);
    }

    private static SpanKey request(Ref ref) {
        return new SpanKey(NO_CONNECTION, "request", ref.value());
    }

    private SpanBuilder started(String operation, SpanKind kind) {
        return tracer.spanBuilder("slipstream." + operation).setSpanKind(kind).setAllAttributes(attributes);
    }

    private SpanBuilder messaging(String operation, String topic, SpanKind kind) {
        return started(operation, kind)
                .setAttribute(SpanAttributes.SYSTEM, "phoenix")
                .setAttribute(SpanAttributes.OPERATION, operation)
                .setAttribute(SpanAttributes.TOPIC, topic);
    }

    /** Begins the span of a callback, and makes it current on the thread of the callback. */
    @SuppressWarnings("MustBeClosed") // endCallback closes the scope
    private void begin(String name, String topic, String event) {
        boolean isOfMessage = !event.isEmpty();
        SpanBuilder builder = topic.isEmpty()
                ? started(name, SpanKind.INTERNAL)
                : messaging(name, topic, isOfMessage ? SpanKind.CONSUMER : SpanKind.INTERNAL);
        if (isOfMessage) {
            builder.setAttribute(SpanAttributes.OPERATION_TYPE, "process").setAttribute(SpanAttributes.EVENT, event);
        }
        io.opentelemetry.api.trace.Span span = builder.startSpan();
        callback = new OpenCallback(span, span.makeCurrent()::close, Thread.currentThread());
    }

    private void endCallback(@Nullable String thrown) {
        OpenCallback ended = callback;
        if (ended == null) {
            return;
        }
        callback = null;
        ended.scope().close();
        if (thrown != null) {
            error(ended.span(), thrown);
        }
        ended.span().end();
    }

    /** Called when a handler threw. If a callback runs on this thread, marks the span of the callback as an error. */
    private void failedHandler(String thrown) {
        OpenCallback running = callback;
        if (running != null && running.thread().equals(Thread.currentThread())) {
            error(running.span(), thrown);
        }
    }

    private void failed(SpanKey key, Failure failure) {
        io.opentelemetry.api.trace.Span span = open.get(key);
        if (span != null && failure instanceof Failure.HandshakeRefused refused) {
            span.setAttribute(SpanAttributes.HTTP_STATUS, (long) refused.status());
        }
        end(key, failure.getClass().getSimpleName());
    }

    private void endRequest(Span.RequestEnded ended) {
        SpanKey key = request(ended.ref());
        io.opentelemetry.api.trace.Span span = open.get(key);
        if (span != null && !ended.connection().equals(NO_CONNECTION)) {
            span.setAttribute(
                    SpanAttributes.CONNECTION, (long) ended.connection().number());
        }
        end(key, ended.outcome());
    }

    private void end(SpanKey key, String outcome) {
        io.opentelemetry.api.trace.Span span = open.remove(key);
        if (span == null) {
            return;
        }
        span.setAttribute(SpanAttributes.OUTCOME, outcome);
        if (!NO_ERRORS.contains(outcome)) {
            error(span, outcome);
        }
        span.end();
    }

    private static void error(io.opentelemetry.api.trace.Span span, String type) {
        span.setAttribute(SpanAttributes.ERROR_TYPE, type);
        span.setStatus(StatusCode.ERROR);
    }
}
