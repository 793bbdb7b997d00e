// Longer than 300 lines: what only the one who drains may touch stands together, so that it is seen that nobody else
// does.
package dev.slipstream.process;

import dev.slipstream.core.Command;
import dev.slipstream.core.Connection;
import dev.slipstream.core.DisconnectReason;
import dev.slipstream.core.Event;
import dev.slipstream.core.EventMatcher;
import dev.slipstream.core.Failure;
import dev.slipstream.core.Observation;
import dev.slipstream.core.Operation;
import dev.slipstream.core.Ref;
import dev.slipstream.core.Signature;
import dev.slipstream.core.Socket;
import dev.slipstream.core.StopReason;
import dev.slipstream.core.Telemetry;
import dev.slipstream.core.machine.Callback;
import dev.slipstream.core.machine.ClientMachine;
import dev.slipstream.core.machine.Effect;
import dev.slipstream.core.machine.Input;
import dev.slipstream.core.machine.SparseQueue;
import dev.slipstream.core.serializer.Serializer;
import dev.slipstream.core.state.Assigns;
import dev.slipstream.core.state.CallbackScope;
import dev.slipstream.core.state.LiveSocket;
import dev.slipstream.core.state.SocketState;
import dev.slipstream.core.transport.TransportProvider;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The process that runs a client's callbacks: a mailbox, drained by a task that is there while there is work.
 *
 * <p>Callbacks never overlap and never run under a lock. While one runs, and waits for something, the same thread takes
 * what it waits for out of the mailbox, and does what the client has to do of itself.
 */
public final class ClientProcess {

    /**
     * What a process is made of.
     *
     * @param maxMessages how many events, and how many messages of user code, the mailbox should hold
     * @param maxBytes how many bytes of messages it should hold
     * @param seed of the jitter
     * @param isScript whether a thread outside takes the part of callbacks: then nothing is drained but by its awaits
     */
    public record Settings(
            ProcessRuntime runtime,
            Serializer serializer,
            TransportProvider transports,
            Telemetry telemetry,
            int maxMessages,
            long maxBytes,
            long seed,
            boolean isScript) {}

    /** What other threads are shown. Its next ref may be one of the past: what they write goes nowhere. */
    private record Shown(SocketState state, Assigns assigns) {}

    private static final Input.OfClient RETURNED = new Input.Returned();
    private static final Input.OfClient MAILBOX_EMPTIED = new Input.MailboxEmptied();
    private static final Input.OfClient TIME_PASSED = new Input.TimePassed();

    private final Settings settings;
    private final ProcessRuntime runtime;
    private final CallbackRunner callbacks;
    private final Mailbox mailbox;
    private final ClientSpans spans;
    private final PendingCalls calls = new PendingCalls();
    private final SessionRefs sessionRefs = new SessionRefs();
    private final LostOperations lost;
    private final ClientInbox inbox;
    /** Made when the first await is. */
    private @Nullable Await receive;

    private final Consumer<StopReason> whenStopped;
    private volatile boolean hasStopped;
    private final CurrentCallback current = new CurrentCallback();
    private final CallbackScope firstTurn;
    private volatile Shown known;

    // Owned by whoever drains.
    private final ClientMachine machine;
    private final SparseQueue<Effect.OfClient> effects = new SparseQueue<>();
    private final SparseQueue<Callback> ready = new SparseQueue<>();
    private Assigns assigns = Assigns.EMPTY;
    private final DeadlineTimer timer;
    private final LiveConnection connection = new LiveConnection();
    private boolean failing;
    /** What the machine threw, or what it asked of the user's did: it may have done half of something. */
    private @Nullable Throwable fault;

    private boolean over;

    /**
     * Makes a process that has not begun.
     *
     * @param whenStopped is told why it has ended, once
     */
    public ClientProcess(Settings settings, CallbackRunner callbacks, Consumer<StopReason> whenStopped) {
        this.whenStopped = whenStopped;
        this.settings = settings;
        this.runtime = settings.runtime();
        this.callbacks = callbacks;
        this.mailbox = new Mailbox(settings.maxMessages(), settings.maxBytes());
        this.machine = new ClientMachine(settings.seed());
        this.spans = new ClientSpans(settings.telemetry(), runtime.clock(), settings.seed());
        this.lost = new LostOperations(spans);
        this.inbox = new ClientInbox(settings, mailbox, spans, sessionRefs, new Work());
        this.timer = new DeadlineTimer(runtime.scheduler(), inbox);
        this.firstTurn = new CallbackScope(this, settings.serializer());
        this.known = new Shown(machine.state(), assigns);
    }

    /** Lets the calling thread be the script: from now on it does what callbacks do elsewhere. */
    public CommitPoint beginScript() {
        SocketLineage mine = current.begin("the script", first());
        mine.hold();
        acceptAll(new Input.Started());
        return new CommitPoint(this, current, mine);
    }

    // --- from any thread --------------------------------------------------------------------------------------------

    public void start() {
        inbox.put(new Input.Started());
    }

    /** Sends a message of user code; behind the end it goes nowhere. Returns whether there was room for it. */
    public boolean send(Callback callback) {
        boolean heard = !hasStopped;
        if (heard && !mailbox.hasRoom()) {
            return false;
        }
        if (heard) {
            inbox.put(new Input.MessageTaken(callback));
        }
        return true;
    }

    public void stop(StopReason reason) {
        inbox.stop(reason);
    }

    public PendingCalls callers() {
        return calls;
    }

    /** What telemetry calls it. */
    public String trace() {
        return spans.trace();
    }

    /** Tells who listens to this client. */
    public void observed(Observation observation) {
        spans.observed(observation);
    }

    /** Whether a thread outside takes the part of callbacks. */
    public boolean isScript() {
        return settings.isScript();
    }

    /** The name of the callback of this client that the calling thread runs just now, if it runs one. */
    public Optional<String> callbackHere() {
        return current.here();
    }

    public CallbackRunner callbacks() {
        return callbacks;
    }

    public Settings settings() {
        return settings;
    }

    /** The socket as the last callback left it, but for its next ref. What is written on it goes nowhere. */
    public Socket socket() {
        Shown last = known;
        return LiveSocket.of(scope(), last.state(), last.assigns());
    }

    // --- the drain --------------------------------------------------------------------------------------------------

    /** Does all that there is to do; or, where there is no thread to do it on, gives up. */
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

    /** A fault of ours, or an object of the user that throws where it must not: the client ends, and says so. */
    private void crash(Throwable thrown) {
        effects.clear();
        exit(new StopReason.Failed(thrown));
    }

    /** Does one thing, if there is one to do. */
    private boolean step() {
        if (over) {
            return mailbox.take() != null;
        }
        if (failNow() || passTime()) {
            return true;
        }
        Callback callback = ready.poll();
        if (callback != null) {
            run(callback);
            return true;
        }
        Object mail = mailbox.take();
        if (mail != null) {
            handle(mail);
            return true;
        }
        accept(MAILBOX_EMPTIED);
        if (!ready.isEmpty()) {
            return true;
        }
        timer.set(machine.nextDeadlineNanos());
        return false;
    }

    /** There is no thread or no timer to go on with: the client ends as by a stop, before it takes more mail. */
    private boolean failNow() {
        Throwable thrown = inbox.failure();
        if (thrown == null || failing) {
            return false;
        }
        failing = true;
        acceptAll(new Input.StopAsked(new StopReason.Failed(thrown)));
        return true;
    }

    boolean passTime() {
        long due = machine.nextDeadlineNanos();
        if (due == DeadlineTimer.NEVER || due > runtime.clock().nanos()) {
            return false;
        }
        acceptAll(TIME_PASSED);
        return !ready.isEmpty() || machine.nextDeadlineNanos() != due;
    }

    private void handle(Object mail) {
        switch (mail) {
            case Signature.OfEvent event -> accept(new Input.EventTaken(event));
            case Input.OfClient input -> accept(input);
            default -> throw new IllegalStateException("not mail: " + mail.getClass());
        }
        calls.answerKept();
        if (mailbox.isUnderLowWater()) {
            connection.resumeReading();
        }
    }

    // --- the machine ------------------------------------------------------------------------------------------------

    private void accept(Input.OfClient input) {
        runtime.probe().taking(machine.phase(), input);
        try {
            machine.accept(runtime.clock().nanos(), input, effects);
        } catch (Throwable thrown) {
            fault = thrown;
            throw thrown;
        }
        for (Effect.OfClient effect = effects.poll(); effect != null; effect = effects.poll()) {
            carryOut(effect);
        }
        connection.signal();
    }

    /** As {@link #accept}; of a script's own deliveries there is no callback to wait for. */
    void acceptAll(Input.OfClient input) {
        accept(input);
        while (settings.isScript() && ready.poll() != null) {
            accept(RETURNED);
        }
    }

    private void carryOut(Effect.OfClient effect) {
        switch (effect) {
            case Callback callback -> deliver(callback);
            case Effect.AskCredentials asked -> suppliers().ask(asked);
            case Effect.AskParams asked -> suppliers().ask(asked);
            case Effect.StartConnection(var number, var command) -> connect(number, command);
            case Effect.SendCommand(var number, var command) -> connection.give(number, command);
            case Effect.Enqueue(var callback) -> inbox.put(new Input.MessageTaken(callback));
            case Effect.Answer(var answer) -> calls.keep(answer);
            case Effect.Exit(var reason) -> exit(reason);
            case Effect.Report(var observation) -> spans.observed(observation);
        }
    }

    private Suppliers suppliers() {
        return new Suppliers(runtime.threads(), settings.serializer(), runtime.probe(), inbox::put, inbox::failed);
    }

    private void connect(Connection number, Command.OpenConnection command) {
        try {
            connection.begin(new ConnectionProcess(
                    number, runtime, settings.serializer(), settings.transports(), inbox, spans.of(number)));
            connection.give(number, command);
        } catch (Throwable thrown) {
            Failure unexpected = new Failure.Unexpected(
                    "the serializer threw " + thrown.getClass().getName());
            inbox.tell(new Signature.OfEvent(number, new Event.ChannelConnectFailed(unexpected)));
            inbox.wake();
        }
    }

    /** What the machine tells of itself while a callback waits: it reaches a callback of its own only after this one. */
    private void deliver(Callback callback) {
        if (callback.isUrgent()) {
            ready.addFirst(callback);
        } else {
            ready.add(callback);
        }
        if (callback instanceof Callback.OfEvent(var event)) {
            spans.told(event);
            if (receive != null) {
                receive.tell(event);
            }
        }
    }

    private void exit(StopReason reason) {
        over = true;
        if (reason instanceof StopReason.Failed(var thrown)) {
            SafeLog.log(System.Logger.Level.ERROR, "a client has ended: it", thrown);
        }
        inbox.close(); // first: what pauses later looks once more, and what has paused is resumed here
        connection.end(reason);
        timer.set(DeadlineTimer.NEVER);
        spans.exited();
        ready.clear();
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
        SocketLineage mine = current.begin(name, first());
        spans.begin(callback, mailbox);
        Input.OfClient outcome;
        try {
            Socket returned = callbacks.call(callback, mine.last());
            if (returned == null) { // with words that are made for nobody else
                throw new NullPointerException(name + " returned null instead of a socket");
            }
            post(mine, returned);
            lost.check(callback, mine);
            outcome = RETURNED;
        } catch (Throwable thrown) {
            outcome = new Input.Threw(thrown);
        }
        current.end();
        spans.end(callback, outcome);
        if (fault != null) {
            crash(fault); // whatever the callback made of it
            return;
        }
        accept(outcome);
        publish(mine);
        current.through(mine);
    }

    private LiveSocket first() {
        return LiveSocket.of(scope(), machine.state(), assigns.settled());
    }

    /** Who waits for an answer is told when {@link #socket} shows what the answer came with. */
    private void publish(SocketLineage of) {
        assigns = of.last().assigns();
        show(machine.state(), assigns.settled());
        calls.answerKept();
    }

    @SuppressWarnings("ReferenceEquality") // most callbacks change no assigns, and then they are the same
    private void show(SocketState state, Assigns settled) {
        if (!known.state().differsOnlyInRefs(state) || known.assigns() != settled) {
            known = new Shown(state, settled);
        }
    }

    void post(SocketLineage to, Socket socket) {
        List<Operation> operations = to.commit(socket);
        if (!operations.isEmpty()) {
            acceptAll(new Input.OperationsWritten(operations));
        }
        publish(to);
    }

    /**
     * A commit point of the running callback: what this token bears is posted.
     *
     * @throws IllegalStateException if the token is not of the running callback, or the thread is not its own
     */
    public CommitPoint commit(Socket socket) {
        SocketLineage mine = current.hold();
        post(mine, socket);
        return new CommitPoint(this, current, mine);
    }

    // --- for commit points ------------------------------------------------------------------------------------------

    SocketState state() {
        return machine.state();
    }

    CallbackScope scope() {
        return firstTurn.next();
    }

    boolean isOver() {
        return over;
    }

    Ref nextSessionRef() {
        return sessionRefs.next();
    }

    <E> AwaitResult<E> await(EventMatcher<E> wanted, Predicate<Event> ends, Duration patience, boolean isOfMessages) {
        if (receive == null) {
            receive = new Await(new AwaitContext(this, machine, spans, connection), inbox, runtime, mailbox, machine);
        }
        return receive.await(wanted, ends, patience, isOfMessages);
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
