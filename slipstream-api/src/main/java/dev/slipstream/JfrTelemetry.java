package dev.slipstream;

import dev.slipstream.core.Observation;
import dev.slipstream.core.Observation.Span;
import dev.slipstream.core.Telemetry;

/**
 * A listener that records observations as events {@code dev.slipstream.*} of the JDK's Flight Recorder.
 *
 * <p>It records an event when the observed action ends; {@code took} is the duration of the action. An event that no
 * recording enables costs one check of a flag. The event {@code Handling} occurs once for each frame and command. It is
 * off unless a recording enables it.
 */
public final class JfrTelemetry implements Telemetry {

    private final String trace;

    private JfrTelemetry(String trace) {
        this.trace = trace;
    }

    /**
     * Returns a listener that records, or {@link Telemetry#SILENT} if the JVM has no Flight Recorder. The recorder is
     * missing in a runtime image without {@code jdk.jfr}, and on a module path without {@code --add-modules jdk.jfr}.
     */
    public static Telemetry create() {
        return ModuleLayer.boot().findModule("jdk.jfr").isPresent() ? new JfrTelemetry("") : SILENT;
    }

    @Override
    public Telemetry ofClient(String client) {
        return new JfrTelemetry(client);
    }

    @Override
    public void observed(Observation observation) {
        switch (observation) {
            case Span.ConnectSucceeded(var connection, var attempt, var took) ->
                JfrEvents.connect(trace, connection, attempt, "Connected", took);
            case Span.ConnectFailed(var connection, var attempt, var failure, var took) ->
                JfrEvents.connect(trace, connection, attempt, failure.toString(), took);
            case Span.ConnectCancelled(var connection, var attempt, var took) ->
                JfrEvents.connect(trace, connection, attempt, "Cancelled", took);
            case Span.ConnectionEnded(var ids, var connection, var reason, var took) ->
                JfrEvents.connection(ids, connection, reason, took);
            case Span.JoinSucceeded(var connection, var topic, var took) ->
                JfrEvents.join(trace, connection, topic, "Joined", took);
            case Span.JoinFailed(var connection, var topic, var reason, var took) ->
                JfrEvents.join(trace, connection, topic, reason, took);
            case Span.RequestEnded(var connection, var ref, var topic, var event, var outcome, var took) ->
                JfrEvents.request(trace, connection, topic, event, outcome, took);
            case Span.CallbackSucceeded(var callback, var topic, var event, var took) ->
                JfrEvents.callback(trace, callback, topic, event, "", took);
            case Span.CallbackFailed(var callback, var topic, var event, var thrown, var took) ->
                JfrEvents.callback(trace, callback, topic, event, thrown, took);
            case Span.HandlingSucceeded handled -> JfrEvents.handling(handled);
            case Span.HandlingFailed failed -> JfrEvents.notice(trace, failed);
            case Observation.QueuesMeasured measured -> JfrEvents.queues(trace, measured);
            case Observation.MessageSent sent -> {} // the JFR event Handling names the command of the message
            case Observation.EventHandled heartbeats -> {}
            case Span started -> {} // the end of the span is recorded instead
            case Observation other -> JfrEvents.notice(trace, other);
        }
    }
}
