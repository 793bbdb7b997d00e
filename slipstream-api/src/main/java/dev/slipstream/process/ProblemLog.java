package dev.slipstream.process;

import dev.slipstream.core.DisconnectReason;
import dev.slipstream.core.Failure;
import dev.slipstream.core.Observation;
import dev.slipstream.core.Observation.Problem;
import dev.slipstream.core.ReconnectPolicy;
import dev.slipstream.core.Telemetry.DropReason;
import dev.slipstream.core.machine.client.FailureWords;
import java.lang.System.Logger.Level;
import java.util.function.Supplier;

/**
 * The default log of a client: one WARNING for each problem, which says what happened and what to do. A topic that the
 * server ended normally is an INFO, because this end may be intended. The first line of each cause is written at once.
 * Further lines are counted, and the count is written at most once a minute.
 *
 * <p>A server can cause many problems, and so can many topics. So the number of causes that have their own lines is
 * limited. All other causes of the same group share one line. The groups and their limits within a minute are:
 *
 * <ul>
 *   <li>16 causes that concern the connection or callbacks
 *   <li>16 causes for which the client gives up connecting, joining a topic, or restarting
 *   <li>8 other causes that concern topics
 *   <li>8 events whose messages cannot be decoded
 *   <li>8 normal ends of topics
 *   <li>8 causes that user code or a channel reported
 * </ul>
 *
 * <p>Any thread may call this class.
 */
final class ProblemLog {

    private static final System.Logger LOG = System.getLogger("dev.slipstream");

    private static final int MAX_CAUSES = 16;
    private static final int MAX_TOPIC_CAUSES = 8;

    private final System.Logger lines;
    private final Supplier<String> who;
    private final boolean isScript;
    private final LogLimit limit;
    /**
     * A separate limit for attempts that the client gives up, because attempts that it repeats may cause many lines.
     */
    private final LogLimit abandoned;

    private final LogLimit topics;
    /** A separate limit, because the server chooses the names of events. */
    private final LogLimit mismatches;
    /** A separate limit, so that normal ends of topics hide no problem. */
    private final LogLimit ends;
    /** A separate limit, so that problems of user code hide no other problem. */
    private final LogLimit reports;

    /**
     * Makes a log that writes to the logger {@code dev.slipstream}.
     *
     * @param who names the client in each line
     * @param isScript whether a script runs; a failed {@code connect} of a script throws, so it is not logged
     */
    ProblemLog(Clock clock, Supplier<String> who, boolean isScript) {
        this(clock, who, isScript, LOG);
    }

    /** Makes a log that writes its lines to this logger. */
    ProblemLog(Clock clock, Supplier<String> who, boolean isScript, System.Logger lines) {
        this.lines = lines;
        this.who = who;
        this.isScript = isScript;
        this.limit = new LogLimit(clock, MAX_CAUSES, this::log);
        this.abandoned = new LogLimit(clock, MAX_CAUSES, this::log);
        this.topics = new LogLimit(clock, MAX_TOPIC_CAUSES, this::log);
        this.mismatches = new LogLimit(clock, MAX_TOPIC_CAUSES, this::log);
        this.ends = new LogLimit(clock, MAX_TOPIC_CAUSES, this::log);
        this.reports = new LogLimit(clock, MAX_TOPIC_CAUSES, this::log);
    }

    private void log(Level level, String line) {
        lines.log(level, who.get() + ": " + line);
    }

    /**
     * Writes or counts a problem. Catches all exceptions: a handler of the log may throw, and must not harm the client.
     */
    void report(Problem problem) {
        try {
            write(problem);
        } catch (Throwable ignored) {
            // there is no other place to report this exception
        }
    }

    /** Writes all counts, because the client has ended. */
    void writeCounts() {
        try {
            limit.writeAll();
            abandoned.writeAll();
            topics.writeAll();
            mismatches.writeAll();
            ends.writeAll();
            reports.writeAll();
        } catch (Throwable ignored) {
            // there is no other place to report this exception
        }
    }

    private void write(Problem problem) {
        limit.writeDue();
        abandoned.writeDue();
        topics.writeDue();
        mismatches.writeDue();
        ends.writeDue();
        reports.writeDue();
        switch (problem) {
            case Observation.ReconnectScheduled scheduled -> {
                if (!isThrown(scheduled.attempt(), scheduled.reason())) {
                    lost(scheduled);
                }
            }
            case Observation.ReconnectAbandoned(int attempt, var reason) -> {
                if (!isThrown(attempt, reason)) {
                    abandoned(
                            "no longer connecting: " + kind(reason),
                            "the client no longer connects: " + FailureWords.of(reason) + "; to connect again, call "
                                    + reconnectCall() + "; a ReconnectPolicy decides when the client gives up");
                }
            }
            case Observation.RejoinScheduled(var topic, int attempt, var delay, var reason) -> {
                if (!reason.isEmpty()) {
                    warnOfTopic(
                            topic + " is not joined",
                            topic + " is not joined: " + reason + "; join " + (attempt + 1) + " follows "
                                    + FailureWords.delay(delay));
                }
            }
            case Observation.JoinAbandoned(var topic, var reason) ->
                abandoned(
                        "no longer joining " + topic,
                        "the client no longer joins " + topic + ": " + reason + "; to join it again, "
                                + (isScript ? "call session.join" : "call socket.rejoin or channel.join"));
            case Observation.TopicEnded(var topic) ->
                line(
                        ends,
                        Level.INFO,
                        "normal ends of " + topic,
                        "the server ended " + topic + " normally (phx_close); to join it again, "
                                + (isScript
                                        ? "call session.join"
                                        : "call socket.rejoin or channel.join; to join it after each such end, use a"
                                                + " ReconnectPolicy whose rejoinsAfterClose returns true"));
            case Observation.PushDropped(var topic, var event, var failure) ->
                warnOfTopic(
                        "pushes to " + topic + " dropped: " + FailureWords.kind(failure),
                        "the push of " + event + " to " + topic + " was not sent: "
                                + (failure instanceof Failure.TimedOut(var after)
                                        ? "the topic was not joined within " + FailureWords.of(after)
                                                + ", or a callback blocked the client for that long"
                                        : FailureWords.of(failure)));
            case Observation.PayloadMismatched(var callback, var topic, var event, var detail) ->
                mismatched(callback, topic, event, detail);
            case Observation.MessageDisplaced(var topic, var event) ->
                warn(
                        "messages dropped by a full mailbox",
                        "the mailbox is full and dropped " + event + " on " + topic
                                + ": await messages more often, or raise StartOptions.maxMessages");
            case Observation.OperationsLost(var callback, int operations, int assigns) ->
                warn(
                        "operations lost by " + callback,
                        callback + " lost " + operations + " operation(s) and " + assigns
                                + " assign(s), because it returned an older socket; return the socket that its last"
                                + " operation returned");
            case Observation.OperationDropped dropped -> ineffective(dropped);
            case Observation.PolicyFailed(var method, var thrown) -> {
                if (thrown.equals("null")) { // else it threw, and the process logs the exception
                    warn(
                            "failures of " + method,
                            FailureWords.policy(method) + " returned null, so the client used the default; return a "
                                    + (method.endsWith("Backoff") ? "delay" : "decision") + " in every case");
                }
            }
            case Observation.ProblemReported(var cause, var detail) -> line(reports, Level.WARNING, cause, detail);
            case Observation.HandlerFailed logged -> {} // the process logs the exception, with its stack trace
            case Observation.FrameDropped dropped -> dropped(dropped.reason());
            case Observation.RestartAbandoned(int runs, var reason) ->
                abandoned(
                        "no more restarts",
                        "the client is not started again after " + runs + " run(s); the last one ended: " + reason);
        }
    }

    private void mismatched(String callback, String topic, String event, String detail) {
        String what = callback + " could not decode " + (event.isEmpty() ? "its message" : event);
        String line;
        if (topic.isEmpty()) {
            line = callback + " dropped its message";
        } else if (callback.equals("handleMessage")) {
            line = "the event " + event + " on " + topic + " was not handled";
        } else { // the name of any other handler contains the topic
            line = what;
        }
        line(mismatches, Level.WARNING, what, line + ": " + detail);
    }

    /** The change to the slow backoff is a cause of its own, because the client now waits much longer. */
    private void lost(Observation.ReconnectScheduled scheduled) {
        DisconnectReason reason = scheduled.reason();
        boolean isSlow = scheduled.decision() == ReconnectPolicy.Decision.SLOW_BACKOFF;
        String words = FailureWords.of(reason) + "; the next attempt begins " + FailureWords.delay(scheduled.delay())
                + (isSlow ? slowBackoff() : "");
        String cause = kind(reason) + (isSlow ? ", slow backoff" : "");
        switch (reason) {
            case DisconnectReason.Requested requested -> {} // user code asked for the end and for the next attempt
            case DisconnectReason.ConnectFailed failed ->
                warn("failed attempts: " + cause, "attempt " + scheduled.attempt() + " to connect failed: " + words);
            case DisconnectReason.Closed closed -> warn("lost connections: " + cause, words);
            case DisconnectReason.Failed failed -> warn("lost connections: " + cause, "the connection ended: " + words);
        }
    }

    private String slowBackoff() {
        return ", and later waits may be longer (Configuration.slowReconnectBackoff); once the cause is mended, call "
                + reconnectCall() + " to connect at once";
    }

    /** The call that connects at once, from code outside callbacks. */
    private String reconnectCall() {
        return isScript ? "session.apply(session.socket().reconnectNow())" : "client.run(Socket::reconnectNow)";
    }

    /** Whether {@code connect} of a script throws this failure. */
    private boolean isThrown(int attempt, DisconnectReason reason) {
        return isScript && attempt == 1 && reason instanceof DisconnectReason.ConnectFailed;
    }

    private void ineffective(Observation.OperationDropped dropped) {
        String topic = dropped.topic();
        String operation = dropped.operation() + (topic.isEmpty() ? "" : " " + topic);
        if (!dropped.isDone()) {
            warn(dropped.operation() + " without effect", operation + " has no effect: " + dropped.reason());
        } else if (lines.isLoggable(Level.DEBUG)) {
            limit.line(
                    Level.DEBUG,
                    "operations that were in effect",
                    count -> log(
                            Level.DEBUG,
                            operation + " changed nothing: the client was already in this state, or it is stopping"
                                    + count));
        }
    }

    private void dropped(DropReason reason) {
        switch (reason) {
            case MALFORMED ->
                warn(
                        "malformed frames",
                        "a frame of the server is not a Phoenix message and was dropped: check that the server"
                                + " is a Phoenix server and speaks the serializer's version");
            case OVER_LIMIT ->
                warn(
                        "frames over a limit",
                        "a frame of the server exceeds a limit of the serializer and was dropped:"
                                + " docs/protocol.md lists the limits");
            case DECODE_FAILED -> {} // the connection logs the exception, with its stack trace
            case STALE_JOIN, UNKNOWN_TOPIC, UNKNOWN_REF, AFTER_END -> {} // frames after a leave, a timeout or the end
        }
    }

    private void warn(String cause, String line) {
        line(limit, Level.WARNING, cause, line);
    }

    private void abandoned(String cause, String line) {
        line(abandoned, Level.WARNING, cause, line);
    }

    private void warnOfTopic(String cause, String line) {
        line(topics, Level.WARNING, cause, line);
    }

    private void line(LogLimit its, Level level, String cause, String line) {
        its.line(level, cause, count -> log(level, line + count));
    }

    private static String kind(DisconnectReason reason) {
        return switch (reason) {
            case DisconnectReason.Requested requested -> "Requested";
            case DisconnectReason.Closed closed -> "Closed";
            case DisconnectReason.Failed(Failure failure) -> FailureWords.kind(failure);
            case DisconnectReason.ConnectFailed(Failure failure) -> FailureWords.kind(failure);
        };
    }
}
