package dev.slipstream;

import dev.slipstream.core.DisconnectReason;
import dev.slipstream.core.Telemetry;
import java.lang.System.Logger.Level;

/**
 * Writes what it hears to a {@link System.Logger}, one line for each observation: its name, then its components.
 *
 * <p>At WARNING what went wrong, at INFO what changed, at DEBUG the rest but for what happens at each message, which is at
 * TRACE. What the logger does not want is not made into text.
 */
public final class LoggerTelemetry implements Telemetry {

    private final System.Logger logger;
    private final String client;

    private LoggerTelemetry(System.Logger logger, String client) {
        this.logger = logger;
        this.client = client;
    }

    /** Writes to the logger {@code dev.slipstream.telemetry}. */
    public static LoggerTelemetry standard() {
        return to(System.getLogger("dev.slipstream.telemetry"));
    }

    /** Writes to this logger. */
    public static LoggerTelemetry to(System.Logger logger) {
        return new LoggerTelemetry(logger, "");
    }

    /** Returns one whose lines begin with the first 8 digits of the trace. */
    @Override
    public Telemetry ofClient(String trace) {
        return new LoggerTelemetry(logger, trace.substring(0, 8) + " ");
    }

    @Override
    public void observed(Observation observation) {
        Level level = level(observation);
        if (logger.isLoggable(level)) {
            logger.log(level, client + observation.name() + " " + observation);
        }
    }

    private static Level level(Observation observation) {
        return switch (observation) {
            case Span span -> level(span);
            case Observation.LettersLost lost -> Level.WARNING;
            case Observation.MessageDisplaced displaced -> Level.WARNING;
            case Observation.PayloadMismatched mismatched -> Level.WARNING;
            case Observation.ReconnectAbandoned abandoned -> Level.WARNING;
            case Observation.RestartAbandoned abandoned -> Level.WARNING;
            case Observation.ClientRestarted restarted -> Level.INFO;
            case Observation.FrameDropped dropped -> Level.DEBUG;
            case Observation.EventDropped dropped -> Level.DEBUG;
            case Observation.PushDropped dropped -> Level.INFO;
            case Observation.LetterDropped dropped -> Level.DEBUG;
            case Observation.ReplyOrphaned orphaned -> Level.DEBUG;
            case Observation.ReconnectScheduled scheduled -> Level.INFO;
            case Observation.RejoinScheduled scheduled -> Level.INFO;
            case Observation.EventHandled handled -> Level.TRACE;
            case Observation.ReadingPaused paused -> Level.INFO;
            case Observation.ReadingResumed resumed -> Level.INFO;
            case Observation.QueuesMeasured measured -> Level.TRACE;
        };
    }

    private static Level level(Span span) {
        return switch (span) {
            case Span.ConnectStarted started -> Level.DEBUG;
            case Span.ConnectSucceeded succeeded -> Level.INFO;
            case Span.ConnectFailed failed -> Level.WARNING;
            case Span.ConnectCancelled cancelled -> Level.DEBUG;
            case Span.JoinStarted started -> Level.DEBUG;
            case Span.JoinSucceeded succeeded -> Level.INFO;
            case Span.JoinFailed failed -> Level.WARNING;
            case Span.RequestStarted started -> Level.TRACE;
            case Span.RequestEnded ended -> Level.TRACE;
            case Span.CallbackStarted started -> Level.TRACE;
            case Span.CallbackSucceeded succeeded -> Level.TRACE;
            case Span.CallbackFailed failed -> Level.WARNING;
            case Span.ConnectionStarted started -> Level.DEBUG;
            case Span.ConnectionEnded(var ids, var connection, DisconnectReason.Requested reason, var took) ->
                Level.INFO;
            case Span.ConnectionEnded ended -> Level.WARNING;
            case Span.HandlingStarted started -> Level.TRACE;
            case Span.HandlingSucceeded succeeded -> Level.TRACE;
            case Span.HandlingFailed failed -> Level.WARNING;
        };
    }
}
