package dev.slipstream.process;

import dev.slipstream.core.Command;
import dev.slipstream.core.Connection;
import dev.slipstream.core.Event;
import dev.slipstream.core.Failure;
import dev.slipstream.core.Observation;
import dev.slipstream.core.Observation.Span;
import dev.slipstream.core.Operation;
import dev.slipstream.core.Ref;
import dev.slipstream.core.Signature;
import dev.slipstream.core.StopReason;
import dev.slipstream.core.Telemetry;
import dev.slipstream.core.TopicCloseReason;
import dev.slipstream.core.machine.client.Callback;
import dev.slipstream.core.machine.client.ClientInput;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reports to telemetry how long the attempts to connect and the callbacks of a client take. Also passes problems to the
 * log of the client. Without a listener, this class only passes on problems, and does not read the clock.
 *
 * <p>Used only by the draining thread (see {@link Drain}), except for {@link #observed}, {@link #unmade},
 * {@link #capture} and {@link #restore}.
 */
final class ClientSpans implements Telemetry {

    static final Connection NO_CONNECTION = Connection.numbered(0);

    private final ClientProcess.Settings settings;
    private final Mailbox mailbox;
    private final Supplier<String> who;
    private final boolean hasListener;
    private final Telemetry listener;
    /**
     * The log of this client, made when the first problem is reported. If two threads make a log at the same time, one
     * line too many may be written, because each log counts only its own lines.
     */
    private volatile @Nullable ProblemLog problems;

    /** Draws the IDs of the connections; null until the first connection. */
    private @Nullable SplittableRandom names;

    /** The spans of the latest connection. From them, other threads read the size of the outbound queue. */
    private volatile ConnectionSpans connection = ConnectionSpans.unheard();

    private Connection latest = NO_CONNECTION;
    private Span.@Nullable ConnectStarted connecting;
    private Duration connectStart = Duration.ZERO;
    private Duration callbackStart = Duration.ZERO;
    /** The end of the last callback, which is reported when the operations of this callback are applied. */
    private @Nullable Span ended;

    private boolean hasExited;
    /** The spans of requests; null if there is no listener. */
    private final @Nullable RequestSpans requests;
    /** The context of the running callback. */
    private Telemetry.Scope scope = Telemetry.Scope.NONE;

    /** The IDs are drawn from the seed, so that a repeated run gets the same IDs. */
    ClientSpans(ClientProcess.Settings settings, Mailbox mailbox, Supplier<String> who) {
        this.settings = settings;
        this.mailbox = mailbox;
        this.who = who;
        Telemetry listener = settings.telemetry();
        Telemetry own = SILENT.equals(listener)
                ? SILENT
                : new GuardedTelemetry(listener, clock(), who).ofClient(trace(), this::measured);
        this.hasListener = !SILENT.equals(own);
        this.listener = hasListener ? new GuardedTelemetry(own, clock(), who) : SILENT;
        this.requests = hasListener ? new RequestSpans(this.listener, clock()) : null;
    }

    /** The trace id, computed from the seed on demand, because most clients never need it. */
    String trace() {
        return trace(settings.seed());
    }

    /** The trace id of a client with this seed. */
    static String trace(long seed) {
        return name(named(seed));
    }

    private static SplittableRandom named(long seed) {
        return new SplittableRandom(~seed);
    }

    private static String name(SplittableRandom of) {
        return hex(of) + hex(of);
    }

    private Observation.QueuesMeasured measured() {
        return mailbox.measured(connection.queuedFrames());
    }

    private Clock clock() {
        return settings.runtime().clock();
    }

    /** Reports an observation that a state machine made. */
    @Override
    public void observed(Observation observation) {
        if (observation instanceof Observation.Problem problem && !settings.isQuiet()) {
            log(problem);
        }
        if (!hasListener) {
            return;
        }
        if (observation instanceof Span.ConnectStarted started) {
            cancel();
            connecting = started;
            connectStart = clock().now();
        }
        listener.observed(observation);
    }

    private void log(Observation.Problem problem) {
        ProblemLog log = problems;
        if (log == null) {
            log = new ProblemLog(clock(), who, settings.isScript());
            problems = log;
        }
        log.report(problem);
    }

    ConnectionSpans of(Connection connection) {
        if (!hasListener) {
            return ConnectionSpans.unheard();
        }
        latest = connection;
        SplittableRandom next = names;
        if (next == null) {
            next = named(settings.seed());
            name(next);
            names = next;
        }
        ConnectionSpans spans =
                new ConnectionSpans(listener, clock(), new Ids(trace(), hex(next)), connection, requests);
        this.connection = spans;
        return spans;
    }

    /** Captures the context of the calling thread. Null if there is none, or no listener. Any thread may call this. */
    @Override
    public @Nullable Object capture() {
        return listener.capture();
    }

    @Override
    public Telemetry.Scope restore(@Nullable Object captured) {
        return listener.restore(captured);
    }

    /**
     * Reports the start of the requests in the operations of the running callback. Returns operations with the same
     * effect, whose requests keep the context of the callback.
     */
    List<Operation> inContext(List<Operation> operations) {
        return requests == null || operations.isEmpty() ? operations : requests.started(operations, latest);
    }

    /** Reports the start of a request of a session. Ignores other operations. */
    void asked(Operation operation) {
        if (requests != null && operation instanceof Command.PushMessage push) {
            requests.started(push, latest);
        }
    }

    /** Reports the end of a request that a session did not send, because its topic is not joined. */
    void refused(Command.PushMessage request, Failure failure) {
        asked(request);
        ended(request.ref(), failure);
    }

    /** Reports a request that another thread asked for and the client did not begin. Any thread may call this. */
    void unmade(String topic, String event, Failure failure, Duration begun) {
        if (requests != null) {
            requests.unmade(topic, event, failure, begun);
        }
    }

    /**
     * Reports mail that the client discards because it has ended, if the loss needs a report. Returns whether there is
     * mail: false if it is null.
     */
    boolean discarded(@Nullable Object mail) {
        if (mail instanceof ClientInput.MessageTaken(Callback.Run run) && run.ifNotRun() != null) {
            observed(run.ifNotRun());
        }
        return mail != null;
    }

    /** Passes the context of a join to the spans of the current connection. */
    void ordered(Command command) {
        if (hasListener && command instanceof Command.JoinTopic join) {
            Object context = listener.capture();
            if (context != null) {
                connection.addContext(join.ref(), context);
            }
        }
    }

    /** Records an event of the current connection that an await took. No callback receives this event. */
    void taken(Object input) {
        if (input instanceof ClientInput.EventAwaited(Signature.OfEvent(var source, var event))
                && source.equals(latest)) {
            applied(event);
        }
    }

    /** Records an event that the client's state machine applied and that reaches a callback or an await. */
    void applied(Event event) {
        if (!hasListener) {
            return;
        }
        switch (event) {
            case Event.ChannelConnected connected ->
                endAttempt((attempt, took) -> new Span.ConnectSucceeded(attempt.connection(), attempt.attempt(), took));
            case Event.ChannelConnectFailed(var failure) ->
                endAttempt((attempt, took) ->
                        new Span.ConnectFailed(attempt.connection(), attempt.attempt(), failure, took));
            case Event.ChannelClosed closed -> cancel();
            case Event.TopicJoinFailed(var topic, TopicCloseReason.ParamsFailed reason) -> {
                listener.observed(new Span.JoinStarted(latest, topic)); // the connection did not receive this join
                listener.observed(
                        new Span.JoinFailed(latest, topic, reason.getClass().getSimpleName(), Duration.ZERO));
            }
            case Event.PushFailed(var ref, var failure) -> ended(ref, failure);
            case Event other -> {}
        }
    }

    /** Records the outcome of a request. Does nothing if a connection has already reported the end of the request. */
    void applied(Callback.Outcome outcome) {
        if (requests != null) {
            requests.ended(outcome);
        }
    }

    /** Ends a session's request that no connection has sent. Ignores the ref of a plain push. */
    private void ended(Ref ref, Failure failure) {
        if (requests != null) {
            requests.ended(ref, failure.getClass().getSimpleName());
        }
    }

    /** Ends all spans, because the client has ended. */
    void exited(StopReason reason) {
        reportEnd();
        cancel();
        if (requests != null) {
            requests.endAll();
        }
        if (hasListener && !hasExited) {
            hasExited = true;
            listener.observed(new Observation.ClientEnded(reason.toString()));
        }
        ProblemLog log = problems;
        if (log != null) {
            log.writeCounts();
        }
        if (listener instanceof GuardedTelemetry guarded) {
            guarded.writeCounts();
        }
    }

    /** Begins the span of a callback that is about to run. */
    void begin(Callback callback) {
        if (hasListener) {
            scope = listener.restore(InContext.of(callback));
            listener.observed(measured());
            listener.observed(new Span.CallbackStarted(callback.callback(), topic(callback), event(callback)));
            callbackStart = clock().now();
        }
    }

    /** Ends the span of a callback; {@link #reportEnd} reports the end later. */
    void end(Callback callback, ClientInput outcome) {
        if (!hasListener) {
            return;
        }
        Duration took = clock().now().minus(callbackStart);
        String name = callback.callback();
        String topic = topic(callback);
        String event = event(callback);
        // Not a conditional expression: the JVM would then load both classes at startup, even if no listener is set.
        if (outcome instanceof ClientInput.Threw(var thrown)) {
            ended = new Span.CallbackFailed(
                    name, topic, event, thrown.getClass().getName(), took);
        } else {
            ended = new Span.CallbackSucceeded(name, topic, event, took);
        }
    }

    /** Reports the end of the last callback, once its operations are applied. */
    void reportEnd() {
        Span end = ended;
        if (end != null) {
            ended = null;
            listener.observed(end);
            scope.close();
            scope = Telemetry.Scope.NONE;
        }
    }

    private void cancel() {
        endAttempt((attempt, took) -> new Span.ConnectCancelled(attempt.connection(), attempt.attempt(), took));
    }

    /** Ends the attempt to connect, if one is under way. */
    private void endAttempt(BiFunction<Span.ConnectStarted, Duration, Span> span) {
        Span.ConnectStarted started = connecting;
        if (started != null) {
            connecting = null;
            listener.observed(span.apply(started, clock().now().minus(connectStart)));
        }
    }

    private static String topic(Callback callback) {
        return callback instanceof Callback.OfEvent(Event.OfTopic of) ? of.topic() : "";
    }

    private static String event(Callback callback) {
        return callback instanceof Callback.OfEvent(Event.MessageReceived(var topic, var name, var payload))
                ? name
                : "";
    }

    private static String hex(SplittableRandom of) {
        return HexFormat.of().toHexDigits(of.nextLong());
    }
}
