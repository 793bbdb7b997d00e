package dev.slipstream.micrometer;

import dev.slipstream.core.DisconnectReason;
import dev.slipstream.core.Observation;
import dev.slipstream.core.Observation.Span;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter.MeterProvider;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** The counters and timers of clients. */
final class ClientMeters {

    private static final String OK = "ok";

    private final MeterRegistry registry;
    private final Tags tags;
    private final Optional<Function<String, String>> topicTag;
    private final MeterProvider<Timer> connects;
    private final MeterProvider<Timer> connections;
    private final MeterProvider<Counter> reconnects;
    private final MeterProvider<Timer> joins;
    private final MeterProvider<Counter> rejoins;
    private final MeterProvider<Timer> requests;
    private final MeterProvider<Timer> callbacks;
    private final MeterProvider<Counter> handlerFailures;
    private final MeterProvider<Counter> received;
    private final MeterProvider<Counter> sent;
    private final MeterProvider<Counter> drops;

    ClientMeters(MeterRegistry registry, Tags tags, Optional<Function<String, String>> topicTag) {
        this.registry = registry;
        this.tags = tags;
        this.topicTag = topicTag;
        this.connects = timer("slipstream.connects", "Attempts to connect, with the wait for credentials");
        this.connections = timer("slipstream.connections", "The time that connections were open, when they end");
        this.reconnects = counter("slipstream.reconnects", "Attempts to connect that follow a failure");
        this.joins = timer("slipstream.joins", "Joins, until the answer of the server");
        this.rejoins = counter("slipstream.rejoins", "Joins that follow a failed join or a closed topic");
        this.requests = timer("slipstream.requests", "Requests until their outcome, even if they are never sent");
        this.callbacks = timer("slipstream.callbacks", "The time in callbacks");
        this.handlerFailures = counter("slipstream.handler.failures", "Exceptions of handlers");
        this.received = counter("slipstream.messages.received", "Messages of the server, without replies");
        this.sent = counter("slipstream.messages.sent", "Pushes and requests for the outbound queue");
        this.drops = counter("slipstream.drops", "Frames, messages and operations that were dropped");
    }

    private MeterProvider<Timer> timer(String name, String description) {
        return Timer.builder(name).description(description).tags(tags).withRegistry(registry);
    }

    private MeterProvider<Counter> counter(String name, String description) {
        return Counter.builder(name).description(description).tags(tags).withRegistry(registry);
    }

    void observed(Observation observation) {
        switch (observation) {
            case Span span -> observed(span);
            case Observation.MessageSent(var connection, var topic, var event) -> {
                if (isOfUser(topic, event)) {
                    sent.withTags(topicTag(topic)).increment();
                }
            }
            case Observation.ReconnectScheduled(var attempt, var delay, var reason, var decision) ->
                reconnects.withTags("reason", reason(reason)).increment();
            case Observation.RejoinScheduled scheduled ->
                rejoins.withTags(topicTag(scheduled.topic())).increment();
            case Observation.HandlerFailed(var handler, var topic, var event, var thrown) ->
                handlerFailures
                        .withTags(topicTag(topic).and("exception", TagValues.ofThrown(thrown)))
                        .increment();
            case Observation.FrameDropped(var connection, var reason, var topic, var event) ->
                drop("frame", reason.name().toLowerCase(Locale.ROOT), topic, 1);
            case Observation.EventDropped dropped -> drop("event", "stale", "", 1);
            case Observation.PushDropped(var topic, var event, var failure) ->
                drop("push", TagValues.ofClass(failure), topic, 1);
            case Observation.OperationDropped(var operation, var topic, var isDone, var reason) ->
                drop("operation", isDone ? "already_done" : "no_effect", topic, 1);
            case Observation.OperationsLost(var callback, var operations, var assigns) ->
                drop("operation", "socket_not_returned", "", operations);
            case Observation.ReplyOrphaned orphaned -> drop("reply", "late", "", 1);
            case Observation.MessageDisplaced(var topic, var event) -> drop("message", "mailbox_full", topic, 1);
            case Observation.PayloadMismatched mismatched -> drop("message", "payload_mismatch", mismatched.topic(), 1);
            case Observation other -> {}
        }
    }

    private void observed(Span span) {
        switch (span) {
            case Span.ConnectSucceeded succeeded ->
                connects.withTags("outcome", OK).record(succeeded.took());
            case Span.ConnectFailed failed ->
                connects.withTags("outcome", TagValues.ofClass(failed.failure()))
                        .record(failed.took());
            case Span.ConnectCancelled cancelled ->
                connects.withTags("outcome", "cancelled").record(cancelled.took());
            case Span.ConnectionEnded(var ids, var connection, DisconnectReason.ConnectFailed neverOpen, var took) -> {}
            case Span.ConnectionEnded ended ->
                connections.withTags("reason", reason(ended.reason())).record(ended.took());
            case Span.JoinSucceeded(var connection, var topic, var took) ->
                joins.withTags(topicTag(topic).and("outcome", OK)).record(took);
            case Span.JoinFailed(var connection, var topic, var reason, var took) ->
                joins.withTags(topicTag(topic).and("outcome", TagValues.of(reason)))
                        .record(took);
            case Span.RequestEnded ended ->
                requests.withTags(topicTag(ended.topic()).and("outcome", TagValues.of(ended.outcome())))
                        .record(ended.took());
            case Span.CallbackSucceeded ended ->
                callbacks
                        .withTags(
                                topicTag(ended.topic()).and("callback", ended.callback(), "exception", TagValues.NONE))
                        .record(ended.took());
            case Span.CallbackFailed ended ->
                callbacks
                        .withTags(topicTag(ended.topic())
                                .and("callback", ended.callback(), "exception", TagValues.ofThrown(ended.thrown())))
                        .record(ended.took());
            case Span.HandlingStarted started -> {
                if (started.what().equals("Received") && isOfUser(started.topic(), started.event())) {
                    received.withTags(topicTag(started.topic())).increment();
                }
            }
            case Span other -> {}
        }
    }

    private void drop(String kind, String reason, String topic, int amount) {
        if (amount > 0) { // 0 if a callback lost only assigns, and no operation
            drops.withTags(topicTag(topic).and("kind", kind, "reason", reason)).increment(amount);
        }
    }

    /** Returns true for messages of the application; false for Phoenix's own, such as joins, replies and heartbeats. */
    private static boolean isOfUser(String topic, String event) {
        return !event.startsWith("phx_") && !topic.equals("phoenix") && !topic.isEmpty();
    }

    private Tags topicTag(String topic) {
        return topicTag.map(value ->
                        Tags.of("topic", topic.isEmpty() ? TagValues.NONE : TagValues.given(value.apply(topic))))
                .orElse(Tags.empty());
    }

    private static String reason(DisconnectReason reason) {
        return switch (reason) {
            case DisconnectReason.Requested() -> "requested";
            case DisconnectReason.Closed closed -> "closed";
            case DisconnectReason.Failed(var failure) -> TagValues.ofClass(failure);
            case DisconnectReason.ConnectFailed(var failure) -> TagValues.ofClass(failure);
        };
    }
}
