// This file has more than 300 lines: all code that uses the fields of the draining thread is here.
package dev.slipstream.process;

import dev.slipstream.core.Command;
import dev.slipstream.core.Connection;
import dev.slipstream.core.DisconnectReason;
import dev.slipstream.core.Event;
import dev.slipstream.core.EventMatcher;
import dev.slipstream.core.Failure;
import dev.slipstream.core.Operation;
import dev.slipstream.core.Signature;
import dev.slipstream.core.Socket;
import dev.slipstream.core.StopReason;
import dev.slipstream.core.machine.SparseQueue;
import dev.slipstream.core.machine.client.Callback;
import dev.slipstream.core.machine.client.ClientEffect;
import dev.slipstream.core.machine.client.ClientInput;
import dev.slipstream.core.machine.client.ClientMachine;
import dev.slipstream.core.machine.client.ClientSink;
import dev.slipstream.core.machine.client.FailureWords;
import dev.slipstream.core.state.SocketState;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Does the work of a client process: empties the mailbox, gives each input to the client's state machine (the machine),
 * carries out the effects that the machine emits, and runs callbacks.
 *
 * <p>Used only by the draining thread (see {@link Drain}). Effects are carried out in order, after the machine has
 * handled the input.
 */
final class ClientWorker implements Drain.Worker, ClientSink, Await.Client {

    private static final ClientInput RETURNED = new ClientInput.Returned(List.of());
    private static final ClientInput MAILBOX_EMPTIED = new ClientInput.MailboxEmptied();
    private static final ClientInput TIME_PASSED = new ClientInput.TimePassed();

    private final ClientProcess.Settings settings;
    private final CallbackRunner callbacks;
    private final ClientMachine machine;
    private final Mailbox mailbox;
    private final ClientInbox inbox;
    private final ClientSpans spans;
    private final PendingCalls calls;
    private final CurrentCallback current;
    private final LatestSocket latest;
    private final LostOperations lost;
    private final Supplier<String> who;
    private final Consumer<StopReason> whenStopped;
    private final DeadlineTimer timer;
    private final CurrentConnection connection;
    private final SparseQueue<Object> effects = new SparseQueue<>();
    /** The await of the running callback or script, if any. */
    private @Nullable Await<?> await;

    /** Whether the client is stopping, because the executor or the scheduler failed. */
    private boolean failing;

    private final RecentTime time;
    /** The exception that left the machine in an unknown state, if any: a bug, or an exception of user code. */
    private @Nullable Throwable fault;

    private boolean over;
    private boolean hasStopped;

    /** Makes the worker of a new process; {@code who} names the client in log lines. */
    ClientWorker(
            ClientProcess.Settings settings,
            CallbackRunner callbacks,
            Mailbox mailbox,
            ClientSpans spans,
            PendingCalls calls,
            CurrentCallback current,
            LatestSocket latest,
            Supplier<String> who,
            Consumer<StopReason> whenStopped) {
        this.settings = settings;
        this.callbacks = callbacks;
        this.spans = spans;
        this.calls = calls;
        this.current = current;
        this.latest = latest;
        this.who = who;
        this.whenStopped = whenStopped;
        this.machine = new ClientMachine(settings.seed());
        this.time = new RecentTime(settings.runtime().clock());
        this.lost = new LostOperations(spans);
        this.mailbox = mailbox;
        this.inbox = new ClientInbox(settings, mailbox, spans, calls, this, who);
        this.timer = new DeadlineTimer(settings.runtime().scheduler(), inbox);
        this.connection =
                new CurrentConnection(spans, new Cork(settings.runtime().scheduler(), inbox));
    }

    ClientInbox inbox() {
        return inbox;
    }

    SocketState state() {
        return machine.state();
    }

    Duration joinPatience(String topic) {
        return Duration.ofNanos(machine.joinPatience(topic));
    }

    boolean isOver() {
        return over;
    }

    // --- the drain --------------------------------------------------------------------------------------------------

    @Override
    public void work() {
        time.passed();
        try {
            while (step()) {}
        } catch (Throwable thrown) {
            crash(thrown);
        }
    }

    @Override
    public void rest() {
        try {
            connection.flush();
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

    /** Does one step of the work. Returns false if there is no work. */
    private boolean step() {
        if (over) {
            return spans.discarded(mailbox.take());
        }
        connection.flushIfLate(time.last());
        boolean isHandled = failNow() || handleDue();
        if (calls.hasKept()) { // send the kept answers now: perhaps no callback follows
            publish();
        }
        if (isHandled) {
            return true;
        }
        Callback callback = machine.callback();
        if (callback != null) {
            run(callback);
            return true;
        }
        Object mail = mailbox.take();
        accept(mail == null ? MAILBOX_EMPTIED : mail);
        if (mailbox.isUnderLowWater()) { // also without mail, because an await may have taken the last mail
            connection.resumeReading();
        }
        if (mail != null || machine.callback() != null || calls.hasKept()) {
            return true;
        }
        timer.set(machine.nextDeadline());
        return false;
    }

    /** If the executor or the scheduler failed, ends the client before it takes more from the mailbox. */
    private boolean failNow() {
        Throwable thrown = inbox.failure();
        if (thrown == null || failing) {
            return false;
        }
        failing = true;
        acceptAll(new ClientInput.StopAsked(new StopReason.Failed(thrown)));
        return true;
    }

    /** Handles the deadlines that are due. Returns whether more work may be due now. */
    private boolean handleDue() {
        long due = machine.nextDeadline();
        if (due == DeadlineTimer.NEVER || due > time.now()) {
            return false;
        }
        acceptAll(TIME_PASSED);
        return machine.callback() != null || machine.nextDeadline() != due;
    }

    // --- inputs -----------------------------------------------------------------------------------------------------

    /** Gives the machine an event of a connection, or another input, and carries out the effects. */
    private void accept(Object input) {
        settings.runtime().probe().taking(machine.phase(), input);
        try {
            switch (input) {
                case Signature.OfEvent event -> machine.accept(time.now(), event, this);
                case ClientInput other -> machine.accept(time.now(), other, this);
                default -> throw new IllegalStateException("not an input: " + input.getClass());
            }
        } catch (Throwable thrown) {
            fault = thrown;
            throw thrown;
        }
        StopReason end = carryOut();
        if (end != null) {
            publish();
            logFailure(end);
            exit(end);
        }
    }

    /**
     * As {@link #accept}. In a script, this method also skips the callbacks, because awaits receive the events instead.
     */
    @Override
    public void acceptAll(Object input) {
        time.passed(); // before this call, user code or a wait may have taken long
        spans.taken(input);
        accept(input);
        while (isScript() && machine.callback() != null) {
            accept(RETURNED);
        }
    }

    /** Applies the pending operations of a socket. */
    void apply(SocketLineage lineage, Socket socket) {
        List<Operation> operations = spans.inContext(lineage.commit(socket));
        latest.keep(lineage.last().assigns());
        apply(operations);
    }

    /** Applies operations that a session made by itself, without a socket. */
    void applyOfSession(List<Operation> operations) {
        operations.forEach(spans::asked);
        apply(operations);
    }

    /** Reports a request of a session that is not sent. */
    void refused(Command.PushMessage request, Failure failure) {
        spans.refused(request, failure);
    }

    private void apply(List<Operation> operations) {
        if (!operations.isEmpty()) {
            acceptAll(new ClientInput.OperationsWritten(operations));
        }
        connection.flush(); // an await may follow
        publish();
    }

    private void run(Callback callback) {
        String name = callback.callback();
        SocketLineage mine = current.begin(name, latest.first(machine.state()), time.last());
        connection.callbackBegins();
        spans.begin(callback);
        ClientInput outcome;
        try {
            Socket returned = callbacks.call(callback, mine.last());
            if (returned == null) { // not requireNonNull, which would always build the text
                throw new NullPointerException(name + " of " + who.get()
                        + " returned null; return the socket of its last operation, or the one that it received");
            }
            List<Operation> operations = spans.inContext(mine.commit(returned));
            lost.check(callback, mine);
            outcome = operations.isEmpty() ? RETURNED : new ClientInput.Returned(operations);
        } catch (Throwable thrown) {
            outcome = new ClientInput.Threw(thrown);
        }
        time.passed();
        current.end();
        spans.end(callback, outcome);
        if (fault != null) {
            crash(fault); // regardless of what the callback returned
            return;
        }
        latest.keep(mine.last().assigns());
        connection.callbackReturned();
        accept(outcome);
        connection.callbackEnded();
        spans.reportEnd();
        publish();
        current.release(mine);
    }

    /**
     * Publishes the state, and then answers callers. So a caller that has its answer finds this state or a newer one in
     * {@code socket()}.
     */
    private void publish() {
        latest.publish(machine.state());
        calls.answerKept();
    }

    // --- effects ----------------------------------------------------------------------------------------------------

    @Override
    public void emit(Signature.OfCommand command) {
        effects.add(command);
    }

    @Override
    public void emit(ClientEffect effect) {
        effects.add(effect);
    }

    /** Carries out the collected effects. Returns the reason if an effect ends the client; otherwise null. */
    private @Nullable StopReason carryOut() {
        StopReason end = null;
        for (Object effect = effects.poll(); effect != null; effect = effects.poll()) {
            switch (effect) {
                case Signature.OfCommand command -> connection.order(command);
                case ClientEffect.Exit(var reason) -> end = reason;
                case ClientEffect its -> carryOut(its);
                default -> throw new IllegalStateException("not an effect: " + effect.getClass());
            }
        }
        connection.signal(time.last());
        return end;
    }

    private void carryOut(ClientEffect effect) {
        switch (effect) {
            case Callback.OfEvent(var event) -> {
                spans.applied(event);
                if (await != null) {
                    await.add(event);
                }
            }
            case Callback.Outcome outcome -> spans.applied(outcome);
            case Callback queued -> {} // step() takes it from the machine
            case ClientEffect.Exit exit -> {} // handled after the other effects
            case ClientEffect.AskCredentials asked -> {
                latest.publish(machine.state()); // for the URI in the log line if the supplier throws
                suppliers().ask(asked);
            }
            case ClientEffect.AskParams asked -> suppliers().ask(asked);
            case ClientEffect.StartConnection(var number, var command) -> connect(number, command);
            case ClientEffect.Enqueue(var callback) -> inbox.put(new ClientInput.MessageTaken(callback));
            case ClientEffect.Answer(var answer) -> calls.keep(answer);
            case ClientEffect.LogException(var method, var thrown) ->
                inbox.logOfUser(
                        method, FailureWords.policy(method) + " threw, and the client uses the default", thrown);
            case ClientEffect.Report(var observation) -> spans.observed(observation);
        }
    }

    private Suppliers suppliers() {
        ProcessRuntime runtime = settings.runtime();
        return new Suppliers(runtime.threads(), settings.serializer(), runtime.probe(), inbox);
    }

    private void connect(Connection number, Command.OpenConnection command) {
        try {
            ConnectionProcess fresh = new ConnectionProcess(
                    number, settings.runtime(), settings.serializer(), settings.transports(), inbox, spans.of(number));
            connection.start(fresh, new Signature.OfCommand(number, command));
        } catch (Throwable thrown) {
            Failure unexpected = new Failure.Unexpected(
                    "the serializer threw " + thrown.getClass().getName());
            inbox.add(new Signature.OfEvent(number, new Event.ChannelConnectFailed(unexpected)));
            inbox.wake();
        }
    }

    // --- awaits -----------------------------------------------------------------------------------------------------

    PendingCalls calls() {
        return calls;
    }

    <E> AwaitResult<E> await(EventMatcher<E> wanted, Predicate<Event> ends, Duration patience, boolean isOfMessages) {
        return await(new Await<>(this, mailbox, wanted, ends, isOfMessages, () -> null), patience);
    }

    /** Waits for the answer to a call of this client's own session. Events stay in the mailbox. */
    AwaitResult<Operation.AnswerCaller> await(CompletableFuture<Operation.AnswerCaller> answer, Duration patience) {
        return await(
                new Await<>(this, mailbox, any -> Optional.empty(), any -> false, false, () -> answer.getNow(null)),
                patience);
    }

    private <E> AwaitResult<E> await(Await<E> begun, Duration patience) {
        await = begun;
        try {
            return begun.run(patience, settings.runtime(), inbox);
        } finally {
            await = null;
            if (calls.hasKept()) { // send the kept answers now: the callback may run for long
                publish();
            }
        }
    }

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
    public long passTime() {
        time.passed();
        boolean unused = handleDue();
        if (isScript()) {
            // Some due timers fire only when the mailbox is empty. The script must not park before they have fired.
            acceptAll(MAILBOX_EMPTIED);
        }
        return machine.nextDeadline();
    }

    @Override
    public @Nullable Event ending() {
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
    public void resumeReading() {
        connection.resumeReading();
    }

    // --- the end ----------------------------------------------------------------------------------------------------

    /** Ends the client, because of a bug in this library, or a user object that threw where it must not. */
    private void crash(Throwable thrown) {
        effects.clear();
        String what = who.get() + " has ended";
        if (thrown.equals(fault) && SafeLog.isOfUser(thrown)) {
            String whose = what + ", because an object of user code threw";
            SafeLog.logWhole(System.Logger.Level.ERROR, whose, thrown, "");
        } else {
            SafeLog.log(System.Logger.Level.ERROR, what, thrown);
        }
        exit(new StopReason.Failed(thrown));
    }

    /**
     * Logs the failure that ends the client. Logs an exception of user code whole. If the executor or the scheduler
     * failed, {@link SafeLog} may omit the message of the exception.
     */
    private void logFailure(StopReason reason) {
        if (reason instanceof StopReason.Failed(var thrown)) {
            String what = who.get() + " has ended";
            if (thrown.equals(inbox.failure())) {
                SafeLog.log(System.Logger.Level.ERROR, what, thrown);
            } else {
                SafeLog.logWhole(System.Logger.Level.ERROR, what, thrown, "");
            }
        }
    }

    private void exit(StopReason reason) {
        over = true;
        inbox.writeCounts();
        inbox.close(reason); // first, so that no connection pauses reading after the resume below
        connection.end(reason);
        timer.set(DeadlineTimer.NEVER);
        spans.exited(reason);
        calls.answerKept();
        calls.close("the client has ended: " + reason);
        if (!hasStopped) {
            hasStopped = true;
            whenStopped.accept(reason);
        }
    }

    @Override
    public String toString() {
        return machine.toString();
    }
}
