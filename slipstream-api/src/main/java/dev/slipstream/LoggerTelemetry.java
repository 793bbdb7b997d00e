package dev.slipstream;

import dev.slipstream.core.DisconnectReason;
import dev.slipstream.core.Failure;
import dev.slipstream.core.Observation;
import dev.slipstream.core.Observation.Span;
import dev.slipstream.core.Telemetry;
import dev.slipstream.process.Clock;
import dev.slipstream.process.LogLimit;
import dev.slipstream.process.ProcessRuntime;
import java.lang.System.Logger.Level;

/**
 * A listener that writes each observation to a {@link System.Logger} as one line: the name and the components of the
 * observation.
 *
 * <p>Failures are logged at WARNING, state changes such as a join at INFO, observations of each message at TRACE, and
 * the rest at DEBUG. A line is built only if its level is enabled.
 *
 * <p>A server can cause many warnings, and many INFO lines about dropped pushes and paused reading. So these lines are
 * limited for each client and each cause. A cause is the name of the observation, often with a callback, an exception
 * class, a failure or a topic. The first line of a cause is written at once. Further lines are counted, and the count
 * is written at most once a minute. At most 256 causes are counted separately. When the client ends, all counts are
 * written. Lines at INFO about connecting and joining are not limited, because a backoff already limits how often they
 * occur. Lines at DEBUG and TRACE are not limited.
 */
public final class LoggerTelemetry implements Telemetry {

    private final System.Logger logger;
    private final String client;
    private final LogLimit limit;

    private LoggerTelemetry(System.Logger logger, String client, Clock clock) {
        this.logger = logger;
        this.client = client;
        this.limit = new LogLimit(clock, (level, line) -> logger.log(level, client + line));
    }

    /** Returns a listener for the logger {@code dev.slipstream.telemetry}. */
    public static LoggerTelemetry standard() {
        return to(System.getLogger("dev.slipstream.telemetry"));
    }

    /** Returns a listener for this logger. */
    public static LoggerTelemetry to(System.Logger logger) {
        return to(logger, ProcessRuntime.current().clock());
    }

    static LoggerTelemetry to(System.Logger logger, Clock clock) {
        return new LoggerTelemetry(logger, "", clock);
    }

    /** Returns a listener whose lines begin with the first 8 digits of the client's trace ID. */
    @Override
    public Telemetry ofClient(String trace) {
        return new LoggerTelemetry(
                logger, trace.substring(0, 8) + " ", ProcessRuntime.current().clock());
    }

    @Override
    public void observed(Observation observation) {
        Level level = level(observation);
        if (observation instanceof Observation.ClientEnded) {
            limit.writeAll();
        } else if (level.compareTo(Level.INFO) < 0) {
            limit.writeDue();
        }
        if (!logger.isLoggable(level)) {
            return;
        }
        if (isLimited(level, observation)) {
            limit.line(
                    level,
                    cause(observation),
                    count -> logger.log(level, client + observation.name() + " " + observation + count));
        } else {
            logger.log(level, client + observation.name() + " " + observation);
        }
    }

    /**
     * Whether lines of this observation are limited. At INFO, only lines about dropped pushes and paused reading are
     * limited, because a backoff already limits the lines about connecting and joining.
     */
    private static boolean isLimited(Level level, Observation observation) {
        return switch (level) {
            case ALL, TRACE, DEBUG, OFF -> false;
            case INFO ->
                observation instanceof Observation.PushDropped
                        || observation instanceof Observation.ReadingPaused
                        || observation instanceof Observation.ReadingResumed;
            case WARNING, ERROR -> true;
        };
    }

    /**
     * Returns the cause of an observation. The cause contains only names that this client chose and names of classes,
     * never text from the server.
     */
    private static String cause(Observation observation) {
        String of = switch (observation) {
            case Observation.OperationsLost lost -> lost.callback();
            case Observation.PayloadMismatched mismatched -> mismatched.callback();
            case Observation.PushDropped dropped -> dropped.topic();
            case Observation.RejoinScheduled scheduled -> scheduled.topic();
            case Observation.PolicyFailed failed -> failed.method() + " " + failed.thrown();
            case Observation.JoinAbandoned abandoned -> abandoned.topic();
            case Observation.TopicEnded ended -> ended.topic();
            case Observation.ProblemReported reported -> reported.cause();
            case Observation.HandlerFailed failed -> failed.handler() + " " + failed.thrown();
            case Observation.ReconnectAbandoned abandoned -> kind(abandoned.reason());
            case Span.ConnectFailed failed -> kind(failed.failure());
            case Span.JoinSucceeded succeeded -> succeeded.topic();
            case Span.JoinFailed failed -> failed.reason() + " " + failed.topic();
            case Span.CallbackFailed failed -> failed.callback() + " " + failed.thrown();
            case Span.ConnectionEnded ended -> kind(ended.reason());
            case Observation.FrameDropped dropped -> dropped.reason().name();
            case Observation.EventDropped dropped -> "";
            case Observation.OperationDropped dropped -> "";
            case Observation.ReplyOrphaned orphaned -> "";
            case Observation.MessageDisplaced displaced -> "";
            case Observation.ReconnectScheduled scheduled -> "";
            case Observation.ReconnectCancelled cancelled -> "";
            case Observation.ClientRestarted restarted -> "";
            case Observation.RestartAbandoned abandoned -> "";
            case Observation.ClientEnded ended -> "";
            case Observation.MessageSent sent -> "";
            case Observation.EventHandled handled -> "";
            case Observation.CompressionNegotiated negotiated -> "";
            case Observation.CompressionMeasured measured -> "";
            case Observation.ReadingPaused paused -> "";
            case Observation.ReadingResumed resumed -> "";
            case Observation.QueuesMeasured measured -> "";
            case Span.ConnectStarted started -> "";
            case Span.ConnectSucceeded succeeded -> "";
            case Span.ConnectCancelled cancelled -> "";
            case Span.JoinStarted started -> started.topic();
            case Span.RequestStarted started -> "";
            case Span.RequestEnded ended -> "";
            case Span.CallbackStarted started -> "";
            case Span.CallbackSucceeded succeeded -> "";
            case Span.ConnectionStarted started -> "";
            case Span.HandlingStarted started -> "";
            case Span.HandlingSucceeded succeeded -> "";
            case Span.HandlingFailed failed -> failed.thrown();
        };
        return of.isEmpty() ? observation.name() : observation.name() + " " + of;
    }

    private static String kind(DisconnectReason reason) {
        return switch (reason) {
            case DisconnectReason.Requested requested -> "Requested";
            case DisconnectReason.Closed closed -> "Closed";
            case DisconnectReason.Failed(var failure) -> kind(failure);
            case DisconnectReason.ConnectFailed(var failure) -> kind(failure);
        };
    }

    /** Adds the HTTP status to a refused handshake, so that each status is a separate cause. */
    private static String kind(Failure failure) {
        String name = failure.getClass().getSimpleName();
        return failure instanceof Failure.HandshakeRefused refused ? name + " " + refused.status() : name;
    }

    private static Level level(Observation observation) {
        return switch (observation) {
            case Span span -> level(span);
            case Observation.OperationsLost lost -> Level.WARNING;
            case Observation.MessageDisplaced displaced -> Level.WARNING;
            case Observation.PayloadMismatched mismatched -> Level.WARNING;
            case Observation.ReconnectAbandoned abandoned -> Level.WARNING;
            case Observation.PolicyFailed failed -> Level.WARNING;
            case Observation.JoinAbandoned abandoned -> Level.WARNING;
            case Observation.TopicEnded ended -> Level.INFO;
            case Observation.ProblemReported reported -> Level.WARNING;
            case Observation.HandlerFailed failed -> Level.WARNING;
            case Observation.RestartAbandoned abandoned -> Level.WARNING;
            case Observation.ClientRestarted restarted -> Level.INFO;
            case Observation.FrameDropped dropped -> Level.DEBUG;
            case Observation.EventDropped dropped -> Level.DEBUG;
            case Observation.PushDropped dropped -> Level.INFO;
            case Observation.OperationDropped dropped -> Level.DEBUG;
            case Observation.ReplyOrphaned orphaned -> Level.DEBUG;
            case Observation.ReconnectScheduled scheduled -> Level.INFO;
            case Observation.ReconnectCancelled cancelled -> Level.INFO;
            case Observation.RejoinScheduled scheduled -> Level.INFO;
            case Observation.ClientEnded ended -> Level.INFO;
            case Observation.MessageSent sent -> Level.TRACE;
            case Observation.EventHandled handled -> Level.TRACE;
            case Observation.CompressionNegotiated negotiated -> Level.INFO;
            case Observation.CompressionMeasured measured -> Level.DEBUG;
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
