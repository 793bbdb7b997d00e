// Longer than 300 lines: one file holds the state that only the draining thread may touch, which shows that no other
// thread does.
package dev.slipstream.process;

import dev.slipstream.core.Connection;
import dev.slipstream.core.DisconnectReason;
import dev.slipstream.core.Event;
import dev.slipstream.core.EventMatcher;
import dev.slipstream.core.Failure;
import dev.slipstream.core.LogSafe;
import dev.slipstream.core.Observation;
import dev.slipstream.core.Operation;
import dev.slipstream.core.Ref;
import dev.slipstream.core.Signature;
import dev.slipstream.core.Socket;
import dev.slipstream.core.StopReason;
import dev.slipstream.core.Telemetry;
import dev.slipstream.core.machine.client.Callback;
import dev.slipstream.core.machine.client.ClientInput;
import dev.slipstream.core.machine.client.ClientMachine;
import dev.slipstream.core.serializer.Serializer;
import dev.slipstream.core.state.CallbackScope;
import dev.slipstream.core.state.SocketState;
import dev.slipstream.core.transport.TransportProvider;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The process that runs a client's callbacks: a mailbox, and a task that drains it while there is work.
 *
 * <p>Callbacks never overlap and never run under a lock. While a callback awaits an event, its own thread takes mail
 * from the mailbox and carries out the client's timers and retries.
 */
public final class ClientProcess {

    /**
     * The parts and settings of a process.
     *
     * @param maxMessages how many events, and how many messages of user code, the mailbox should hold
     * @param maxBytes how many bytes of messages it should hold
     * @param seed of the jitter
     * @param isScript whether a thread outside replaces the callbacks; then only its awaits take mail
     * @param name the name in log lines; the trace id if empty
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
            Optional<String> name) {}

    private static final ClientInput RETURNED = new ClientInput.Returned(List.of());
    private static final ClientInput MAILBOX_EMPTIED = new ClientInput.MailboxEmptied();
    private static final ClientInput TIME_PASSED = new ClientInput.TimePassed();

    private final Settings settings;
    private final ProcessRuntime runtime;
    private final CallbackRunner callbacks;
    private final Mailbox mailbox;
    private final ClientSpans spans;
    private final PendingCalls calls = new PendingCalls();
    private final SessionRefs sessionRefs = new SessionRefs();
    private final LostOperations lost;
    private final ClientInbox inbox;
    /** The wait of the running callback or script, if it waits. */
    private @Nullable Await<?> await;

    private final Consumer<StopReason> whenStopped;
    private volatile boolean hasStopped;
    private final CurrentCallback current = new CurrentCallback();
    private final LatestSocket latest;

    // Owned by the draining thread.
    private final ClientMachine machine;
    private final ClientEffects effects;
    private final DeadlineTimer timer;
    private final LiveConnection connection = new LiveConnection();
    private boolean failing;
    /** The bug or user exception that left the machine in an unknown state, if any. */
    private @Nullable Throwable fault;

    private boolean over;

    /**
     * Makes a process that has not started.
     *
     * @param whenStopped receives the reason once, when the process has ended
     */
    public ClientProcess(Settings settings, CallbackRunner callbacks, Consumer<StopReason> whenStopped) {
        this.whenStopped = whenStopped;
        this.settings = settings;
        this.runtime = settings.runtime();
        this.callbacks = callbacks;
        this.mailbox = new Mailbox(settings.maxMessages(), settings.maxBytes());
        this.machine = new ClientMachine(settings.seed());
        this.latest = new LatestSocket(new CallbackScope(this, settings.serializer()), machine.state());
        Supplier<String> who = this::described;
        this.spans = new ClientSpans(settings.telemetry(), runtime.clock(), settings.seed(), who);
        this.lost = new LostOperations(spans, who);
        this.inbox = new ClientInbox(settings, mailbox, spans, sessionRefs, new Work(), who);
        this.timer = new DeadlineTimer(runtime.scheduler(), inbox);
        this.effects = new ClientEffects(settings, inbox, connection, spans, calls);
    }

    /** Makes the calling thread the script: from now on it replaces the callbacks. */
    public CommitPoint beginScript() {
        SocketLineage mine = current.begin("the script", latest.first(machine.state()));
        mine.hold();
        acceptAll(new ClientInput.Started());
        return new CommitPoint(this, current, mine);
    }

    // --- from any thread --------------------------------------------------------------------------------------------

    public void start() {
        inbox.put(new ClientInput.Started());
    }

    /** Sends a message of user code; after the end it is dropped. Returns whether there was room for it. */
    public boolean send(Callback callback) {
        boolean heard = !hasStopped;
        if (heard && !mailbox.hasRoom()) {
            return false;
        }
        if (heard) {
            inbox.put(new ClientInput.MessageTaken(callback));
        }
        return true;
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

    /** The client in log lines: its name if it has one, the first 8 digits of its trace, and its URI without the query. */
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

    /** Whether a thread outside replaces the callbacks. */
    public boolean isScript() {
        return settings.isScript();
    }

    /** The name of this client's callback that the calling thread is running, if any. */
    public Optional<String> callbackHere() {
        return current.here();
    }

    public CallbackRunner callbacks() {
        return callbacks;
    }

    public Settings settings() {
        return settings;
    }

    /** The socket as the last callback left it, except for its next ref. Operations written on it are lost. */
    public Socket socket() {
        return latest.get();
    }

    // --- the drain --------------------------------------------------------------------------------------------------

    /** Does all waiting work; if no thread can be had, ends the client. */
    private final class Work implements Drain.Worker {

        @Override
        public void work() {
            try {
                while (step()) {}
            } catch (Throwable thrown) {
                crash(thrown);
            }
        }

        @Override
        public void giveUp(Throwable thrown) {
            if (!over) {
                crash(thrown);
            }
            work();
        }
    }

    /** Ends the client with this cause: a bug in this library, or a user object that threw where it must not. */
    private void crash(Throwable thrown) {
        effects.clear();
        exit(new StopReason.Failed(thrown));
    }

    /** Does one piece of work, if there is one. */
    private boolean step() {
        if (over) {
            return mailbox.take() != null;
        }
        if (failNow() || passTime()) {
            return true;
        }
        Callback callback = machine.callback();
        if (callback != null) {
            run(callback);
            return true;
        }
        Object mail = mailbox.take();
        if (mail != null) {
            accept(mail);
            calls.answerKept();
            if (mailbox.isUnderLowWater()) {
                connection.resumeReading();
            }
            return true;
        }
        accept(MAILBOX_EMPTIED);
        if (machine.callback() != null) {
            return true;
        }
        timer.set(machine.nextDeadline());
        return false;
    }

    /** Ends the client before it takes more mail, because no thread or timer can be had. */
    private boolean failNow() {
        Throwable thrown = inbox.failure();
        if (thrown == null || failing) {
            return false;
        }
        failing = true;
        acceptAll(new ClientInput.StopAsked(new StopReason.Failed(thrown)));
        return true;
    }

    private boolean passTime() {
        long due = machine.nextDeadline();
        if (due == DeadlineTimer.NEVER || due > runtime.clock().nanos()) {
            return false;
        }
        acceptAll(TIME_PASSED);
        return machine.callback() != null || machine.nextDeadline() != due;
    }

    // --- the machine ------------------------------------------------------------------------------------------------

    /** Gives the machine a signature or another input, and carries out what it decides. */
    private void accept(Object input) {
        runtime.probe().taking(machine.phase(), input);
        try {
            switch (input) {
                case Signature.OfEvent event -> machine.accept(runtime.clock().nanos(), event, effects);
                case ClientInput other -> machine.accept(runtime.clock().nanos(), other, effects);
                default -> throw new IllegalStateException("not an input: " + input.getClass());
            }
        } catch (Throwable thrown) {
            fault = thrown;
            throw thrown;
        }
        StopReason end = effects.carryOut(await);
        if (end != null) {
            publish();
            exit(end);
        }
    }

    /** As {@link #accept}. A script has no callbacks: its awaits take their place. */
    void acceptAll(Object input) {
        accept(input);
        while (settings.isScript() && machine.callback() != null) {
            accept(RETURNED);
        }
    }

    private void exit(StopReason reason) {
        over = true;
        if (reason instanceof StopReason.Failed(var thrown)) {
            SafeLog.log(System.Logger.Level.ERROR, described() + " has ended", thrown);
        }
        inbox.close(); // first: a later pause checks again, and an earlier one is resumed here
        connection.end(reason);
        timer.set(DeadlineTimer.NEVER);
        spans.exited();
        calls.answerKept();
        calls.close("the client has ended: " + reason);
        boolean isFirst = !hasStopped;
        hasStopped = true;
        if (isFirst) {
            whenStopped.accept(reason);
        }
    }

    // --- callbacks --------------------------------------------------------------------------------------------------

    private void run(Callback callback) {
        String name = callback.callback();
        SocketLineage mine = current.begin(name, latest.first(machine.state()));
        spans.begin(callback, mailbox);
        ClientInput outcome;
        try {
            Socket returned = callbacks.call(callback, mine.last());
            if (returned == null) { // makes the text only for the error
                throw new NullPointerException(name + " returned null; return the socket of its last operation");
            }
            List<Operation> operations = mine.commit(returned);
            lost.check(callback, mine);
            outcome = operations.isEmpty() ? RETURNED : new ClientInput.Returned(operations);
        } catch (Throwable thrown) {
            outcome = new ClientInput.Threw(thrown);
        }
        current.end();
        spans.end(callback, outcome);
        if (fault != null) {
            crash(fault); // regardless of what the callback returned
            return;
        }
        latest.keep(mine.last().assigns());
        accept(outcome);
        spans.reportEnd();
        publish();
        current.through(mine);
    }

    /** Publishes the socket before callers are answered, so that {@link #socket} shows the state of the answer. */
    private void publish() {
        latest.publish(machine.state());
        calls.answerKept();
    }

    void apply(SocketLineage to, Socket socket) {
        List<Operation> operations = to.commit(socket);
        if (!operations.isEmpty()) {
            acceptAll(new ClientInput.OperationsWritten(operations));
        }
        latest.keep(to.last().assigns());
        publish();
    }

    /**
     * A commit point of the running callback: applies the pending operations of this socket.
     *
     * @throws IllegalStateException if the socket does not belong to the running callback, or the thread is another
     *     one
     */
    public CommitPoint commit(Socket socket) {
        SocketLineage mine = current.hold();
        apply(mine, socket);
        return new CommitPoint(this, current, mine);
    }

    // --- for commit points ------------------------------------------------------------------------------------------

    SocketState state() {
        return machine.state();
    }

    boolean isOver() {
        return over;
    }

    Ref nextSessionRef() {
        return sessionRefs.next();
    }

    <E> AwaitResult<E> await(EventMatcher<E> wanted, Predicate<Event> ends, Duration patience, boolean isOfMessages) {
        Await<E> begun = new Await<>(new Awaiting(), mailbox, wanted, ends, isOfMessages);
        await = begun;
        try {
            return begun.run(patience, runtime, inbox);
        } finally {
            await = null;
        }
    }

    /** This client, as its await sees it. */
    private final class Awaiting implements Await.Client {

        @Override
        public boolean isScript() {
            return settings.isScript();
        }

        @Override
        public boolean isRelevant(Connection source, Event event) {
            return machine.isRelevant(source, event);
        }

        @Override
        public int leaving(String topic) {
            return machine.leaving(topic);
        }

        @Override
        public void acceptAll(Object input) {
            spans.taken(input);
            ClientProcess.this.acceptAll(input);
        }

        @Override
        public @Nullable Event ending() {
            return ClientProcess.this.ending();
        }

        @Override
        public long passTime() {
            boolean unused = ClientProcess.this.passTime();
            if (isScript()) {
                acceptAll(MAILBOX_EMPTIED); // a due idle timer would keep the script from parking
            }
            return machine.nextDeadline();
        }

        @Override
        public void resumeReading() {
            connection.resumeReading();
        }
    }

    @Nullable
    Event ending() {
        failNow();
        if (!machine.isEnding() && fault == null) {
            return null;
        }
        Throwable thrown = fault == null ? inbox.failure() : fault;
        return new Event.ChannelClosed(
                thrown == null
                        ? new DisconnectReason.Requested()
                        : new DisconnectReason.Failed(
                                new Failure.Unexpected(thrown.getClass().getName())));
    }

    @Override
    public String toString() {
        return machine.toString();
    }
}
