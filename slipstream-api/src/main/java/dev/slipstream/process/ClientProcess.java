package dev.slipstream.process;

import dev.slipstream.core.Configuration;
import dev.slipstream.core.ConnectionStatus;
import dev.slipstream.core.Failure;
import dev.slipstream.core.From;
import dev.slipstream.core.LogSafe;
import dev.slipstream.core.Observation;
import dev.slipstream.core.PayloadMismatchException;
import dev.slipstream.core.Socket;
import dev.slipstream.core.StopReason;
import dev.slipstream.core.Telemetry;
import dev.slipstream.core.machine.client.Callback;
import dev.slipstream.core.machine.client.ClientInput;
import dev.slipstream.core.serializer.Serializer;
import dev.slipstream.core.state.CallbackScope;
import dev.slipstream.core.transport.TransportProvider;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The process that runs a client's callbacks: a mailbox, and a task that drains it while there is work.
 *
 * <p>Only one thread at a time runs the task: the draining thread. Callbacks never overlap and never run under a lock.
 * While a callback awaits an event, its thread takes mail from the mailbox and handles the client's timers and retries.
 */
public final class ClientProcess {

    /**
     * The parts and settings of a process.
     *
     * @param maxMessages the largest number of events in the mailbox, and separately the largest number of messages of
     *     user code
     * @param maxBytes the largest number of bytes of events in the mailbox
     * @param seed the seed of the jitter and of the trace ID
     * @param isScript whether a thread of the user runs a script, and there are no callbacks; mail then stays in the
     *     mailbox until the script waits for an event
     * @param name the name in log lines, if any
     * @param isQuiet whether the default log of problems is off
     */
    public record Settings(
            ProcessRuntime runtime,
            Serializer serializer,
            TransportProvider transports,
            Telemetry telemetry,
            int maxMessages,
            long maxBytes,
            long seed,
            boolean isScript,
            Optional<String> name,
            boolean isQuiet) {}

    private final Settings settings;
    private final CallbackRunner callbacks;
    private final ClientSpans spans;
    private final PendingCalls calls = new PendingCalls();
    private final CurrentCallback current = new CurrentCallback();
    private final LatestSocket latest;
    private final ClientWorker worker;
    private final ClientInbox inbox;

    /**
     * Makes a process that has not started.
     *
     * @param whenStopped receives the reason once, when the process has ended
     */
    public ClientProcess(Settings settings, CallbackRunner callbacks, Consumer<StopReason> whenStopped) {
        this.settings = settings;
        this.callbacks = callbacks;
        this.latest = new LatestSocket(
                new CallbackScope(this, settings.serializer(), this::checkWrite, this::checkConfiguration));
        Supplier<String> who = this::described;
        Mailbox mailbox = new Mailbox(settings.maxMessages(), settings.maxBytes());
        this.spans = new ClientSpans(settings, mailbox, who);
        this.worker = new ClientWorker(settings, callbacks, mailbox, spans, calls, current, latest, who, whenStopped);
        this.inbox = worker.inbox();
    }

    /** Starts the process as a script that the calling thread runs. */
    public CommitPoint beginScript() {
        SocketLineage mine = current.begin(
                "the script",
                latest.first(worker.state()),
                settings.runtime().clock().nanos());
        mine.hold();
        worker.acceptAll(new ClientInput.Started());
        return new CommitPoint(worker, current, mine);
    }

    // --- from any thread --------------------------------------------------------------------------------------------

    public void start() {
        inbox.put(new ClientInput.Started());
    }

    /** Adds a message of user code. Returns false if the mailbox is full, or the process has ended. */
    public boolean send(Callback callback) {
        return inbox.send(new ClientInput.MessageTaken(callback));
    }

    /**
     * Counts a caller of {@link #awaitJoin}. Returns false if {@code maxMessages} callers wait already. Otherwise call
     * {@link #releaseJoin} when the caller no longer waits.
     */
    public boolean reserveJoin() {
        return inbox.addJoinCaller(settings.maxMessages());
    }

    /** Removes a caller from the count of {@link #reserveJoin}, because it no longer waits. */
    public void releaseJoin() {
        inbox.removeJoinCaller();
    }

    /**
     * Adds a caller that waits until a topic is joined. Returns false if the mailbox is full, or the process has ended.
     *
     * @param patience how long the caller waits for user code to connect and to ask for the join
     */
    public boolean awaitJoin(String topic, From<?> from, Duration patience) {
        return inbox.send(new ClientInput.JoinAwaited(topic, from, patience.toNanos()));
    }

    /** Removes a caller of {@link #awaitJoin} that no longer waits. */
    public void forgetJoin(String topic, From<?> from) {
        calls.forget(from);
        inbox.put(new ClientInput.JoinNotAwaited(topic, from));
    }

    /** The status of the connection after the last callback. */
    public ConnectionStatus status() {
        return latest.status();
    }

    /**
     * The timeout of requests for which user code set no timeout; empty until the client first calls {@code connect}.
     */
    public Optional<Duration> requestTimeout() {
        return latest.configuration().map(Configuration::requestTimeout);
    }

    /** Why this process has ended; empty while it runs. */
    public Optional<StopReason> ended() {
        return Optional.ofNullable(inbox.ended());
    }

    public void stop(StopReason reason) {
        inbox.stop(reason);
    }

    public PendingCalls callers() {
        return calls;
    }

    /** The trace id of this client in telemetry. */
    public String trace() {
        return spans.trace();
    }

    /** The client in log lines: its name, if any, the first 8 digits of its trace, and its URI without the query. */
    public String described() {
        String uri = latest.configuration()
                .map(configuration -> " (" + configuration.endpoint() + ")")
                .orElse("");
        String name = settings.name().map(given -> LogSafe.of(given) + " ").orElse("");
        return "client " + name + ClientSpans.trace(settings.seed()).substring(0, 8) + uri;
    }

    /** Reports to this client's telemetry. */
    public void observed(Observation observation) {
        spans.observed(observation);
    }

    /**
     * Reports to telemetry a request that user code asked for and the client did not begin, for example because a
     * callback blocked the client until the timeout of the request.
     *
     * @param begun when user code asked for the request
     */
    public void unmade(String topic, String event, Failure failure, Duration begun) {
        spans.unmade(topic, event, failure, begun);
    }

    /** Captures the context of the calling thread, for {@link Telemetry#restore}; null if there is none. */
    public @Nullable Object capture() {
        return spans.capture();
    }

    /** Makes a captured context current on the calling thread. Does nothing if the context is null. */
    public Telemetry.Scope restore(@Nullable Object captured) {
        return captured == null ? Telemetry.Scope.NONE : spans.restore(captured);
    }

    /** The name of this client's callback that the calling thread is running, if any. */
    public Optional<String> callbackHere() {
        return current.here();
    }

    /**
     * Names the running callback and says how long it has been running, such as
     * {@code handleInfo has been running for PT5S}.
     */
    public String running() {
        return current.running(settings.runtime().clock());
    }

    /** How long the running callback has been running; zero if none runs. */
    public Duration runningFor() {
        return current.runningFor(settings.runtime().clock());
    }

    /** Logs the exception of a callback, or only counts it (see {@link LogLimit}). */
    public void logOfCallback(String callback, Throwable thrown) {
        settings.runtime().probe().unhandled(thrown);
        inbox.logOfCallback(callback, thrown);
    }

    /**
     * Logs an exception of user code other than a callback, such as a listener or handler, or only counts the
     * exception.
     */
    public void logOfUser(String cause, String what, Throwable thrown) {
        settings.runtime().probe().unhandled(thrown);
        inbox.logOfUser(LogSafe.of(cause), LogSafe.of(what), thrown);
    }

    /**
     * Logs the exception of a handler as {@link #logOfUser} does, and reports it to telemetry. If the handler could not
     * decode its message, this method instead reports a {@link Observation.PayloadMismatched} and does not log the
     * exception. The client reports a callback that could not decode its message in the same way.
     */
    public void handlerFailed(String handler, String what, Throwable thrown, String topic, String event) {
        if (thrown instanceof PayloadMismatchException && !event.isEmpty()) {
            observed(new Observation.PayloadMismatched(handler, topic, event, String.valueOf(thrown.getMessage())));
            return;
        }
        Observation failed = new Observation.HandlerFailed(
                handler, topic, event, thrown.getClass().getName());
        logOfUser(handler, what, thrown);
        observed(failed);
    }

    private void checkWrite(CallbackScope scope) {
        current.checkWrite(scope, this::described);
    }

    /** Refuses a configuration that asks for an option which the transport lacks. */
    private void checkConfiguration(Configuration configuration) {
        TransportProvider transports = settings.transports();
        if (configuration.compression().isPresent() && !transports.supportsCompression()) {
            throw new IllegalArgumentException("compression: the transport " + transports.name()
                    + " does not support it; use slipstream-transport-netty, or leave compression out");
        }
    }

    public CallbackRunner callbacks() {
        return callbacks;
    }

    public Settings settings() {
        return settings;
    }

    /** The socket of the last callback, for reading only. Its {@link Socket#nextRef} may be outdated. */
    public Socket socket() {
        return latest.get();
    }

    /**
     * Applies the pending operations of this socket, and returns a commit point of the running callback.
     *
     * @throws IllegalStateException if the socket does not belong to the running callback, or another thread runs this
     *     callback
     */
    public CommitPoint commit(Socket socket) {
        SocketLineage mine = current.hold(this::described);
        worker.apply(mine, socket);
        return new CommitPoint(worker, current, mine);
    }

    @Override
    public String toString() {
        return worker.toString();
    }
}
