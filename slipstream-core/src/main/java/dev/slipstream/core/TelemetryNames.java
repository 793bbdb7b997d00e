package dev.slipstream.core;

import dev.slipstream.core.Observation.Span;

/** The names of observations: the names of Slipstream for Elixir where they exist, and similar names otherwise. */
final class TelemetryNames {

    private TelemetryNames() {}

    static String of(Observation observation) {
        return switch (observation) {
            case Observation.FrameDropped dropped -> "slipstream.connection.frame.drop";
            case Observation.EventDropped dropped -> "slipstream.client.event.drop";
            case Observation.PushDropped dropped -> "slipstream.client.push.drop";
            case Observation.OperationDropped dropped -> "slipstream.client.operation.drop";
            case Observation.OperationsLost lost -> "slipstream.client.operation.lost";
            case Observation.ReplyOrphaned orphaned -> "slipstream.client.reply.drop";
            case Observation.MessageDisplaced displaced -> "slipstream.client.message.drop";
            case Observation.PayloadMismatched mismatched -> "slipstream.client.payload.mismatch";
            case Observation.ReconnectScheduled scheduled -> "slipstream.client.connect.retry";
            case Observation.ReconnectAbandoned abandoned -> "slipstream.client.connect.abandon";
            case Observation.ReconnectCancelled cancelled -> "slipstream.client.connect.retry.cancel";
            case Observation.PolicyFailed failed -> "slipstream.client.policy.exception";
            case Observation.RejoinScheduled scheduled -> "slipstream.client.join.retry";
            case Observation.JoinAbandoned abandoned -> "slipstream.client.join.abandon";
            case Observation.TopicEnded ended -> "slipstream.client.topic.end";
            case Observation.ProblemReported reported -> "slipstream.client.problem";
            case Observation.HandlerFailed failed -> "slipstream.client.handler.exception";
            case Observation.ClientRestarted restarted -> "slipstream.client.restart";
            case Observation.RestartAbandoned abandoned -> "slipstream.client.restart.abandon";
            case Observation.ClientEnded ended -> "slipstream.client.end";
            case Observation.MessageSent sent -> "slipstream.connection.message.send";
            case Observation.EventHandled handled -> "slipstream.connection.event";
            case Observation.CompressionNegotiated negotiated -> "slipstream.connection.compression.start";
            case Observation.CompressionMeasured measured -> "slipstream.connection.compression.stop";
            case Observation.ReadingPaused paused -> "slipstream.connection.reading.pause";
            case Observation.ReadingResumed resumed -> "slipstream.connection.reading.resume";
            case Observation.QueuesMeasured measured -> "slipstream.client.queues";
            case Span.ConnectStarted started -> "slipstream.client.connect.start";
            case Span.ConnectSucceeded succeeded -> "slipstream.client.connect.stop";
            case Span.ConnectFailed failed -> "slipstream.client.connect.exception";
            case Span.ConnectCancelled cancelled -> "slipstream.client.connect.cancel";
            case Span.JoinStarted started -> "slipstream.client.join.start";
            case Span.JoinSucceeded succeeded -> "slipstream.client.join.stop";
            case Span.JoinFailed failed -> "slipstream.client.join.exception";
            case Span.RequestStarted started -> "slipstream.client.request.start";
            case Span.RequestEnded ended -> "slipstream.client.request.stop";
            case Span.CallbackStarted started -> callback(started.callback()) + ".start";
            case Span.CallbackSucceeded succeeded -> callback(succeeded.callback()) + ".stop";
            case Span.CallbackFailed failed -> callback(failed.callback()) + ".exception";
            case Span.ConnectionStarted started -> "slipstream.connection.connect.start";
            case Span.ConnectionEnded ended -> "slipstream.connection.connect.stop";
            case Span.HandlingStarted started -> "slipstream.connection.handle.start";
            case Span.HandlingSucceeded succeeded -> "slipstream.connection.handle.stop";
            case Span.HandlingFailed failed -> "slipstream.connection.handle.exception";
        };
    }

    /** Converts the name of a callback: {@code handleMessage} is {@code handle_message} in Elixir. */
    private static String callback(String name) {
        StringBuilder text = new StringBuilder("slipstream.client.");
        for (int i = 0; i < name.length(); i++) {
            char unit = name.charAt(i);
            if (unit >= 'A' && unit <= 'Z') {
                text.append('_').append((char) (unit - 'A' + 'a'));
            } else {
                text.append(unit);
            }
        }
        return text.toString();
    }
}
