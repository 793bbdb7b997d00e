// This file has more than 300 lines, because the transition table and the dispatch of all inputs are in one place.
package dev.slipstream.core.machine.client;

import dev.slipstream.core.Command;
import dev.slipstream.core.Connection;
import dev.slipstream.core.ConnectionStatus;
import dev.slipstream.core.DisconnectReason;
import dev.slipstream.core.Event;
import dev.slipstream.core.Failure;
import dev.slipstream.core.From;
import dev.slipstream.core.Operation;
import dev.slipstream.core.PayloadMismatchException;
import dev.slipstream.core.Reply;
import dev.slipstream.core.Signature;
import dev.slipstream.core.StopReason;
import dev.slipstream.core.machine.time.Deadlines;
import dev.slipstream.core.machine.time.Jitter;
import dev.slipstream.core.state.SocketState;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The state machine of one client, from its start to its end. This class only dispatches inputs. {@link Reconnector}
 * decides about the connection, {@link WantedTopics} about topics and their pushes, and {@link Requests} about the
 * outcomes of requests.
 *
 * <p>A cell of the table lists the effects of an input, and then the next state if the state changes. Callbacks are
 * listed by the name of their event or kind. {@code note} is a report, and {@code -} is nothing. {@code OfEvent} is an
 * event that was taken from the mailbox for a callback. In the column RUNNING, a callback runs, one topic is joined,
 * and all pushes and messages concern this topic. In the column STOPPING, {@code terminate} runs. {@link Reconnector}
 * has the transition table of the connection, and {@link SocketState} has the transition table of a topic.
 *
 * <pre>
 * input               NEW           RUNNING          STOPPING           STOPPED
 * OfEvent             note          MessageReceived  note               note
 * EventAwaited        note          -                note               note
 * Started             Init RUNNING  -                -                  -
 * MessageTaken        -             Info             -                  -
 * JoinAwaited         answer        answer           answer             answer
 * JoinNotAwaited      -             -                -                  -
 * OperationsWritten   note          PushMessage      note               note
 * Returned            note          PushMessage      note exit STOPPED  note
 * Threw               -             OfFailure        exit STOPPED       -
 * CredentialsGiven    -             -                -                  -
 * CredentialsRefused  -             -                -                  -
 * ParamsGiven         -             -                -                  -
 * ParamsRefused       -             -                -                  -
 * StopAsked           exit STOPPED  -                -                  -
 * MailboxEmptied      -             -                -                  -
 * TimePassed          -             -                -                  -
 * </pre>
 *
 * <p>A callback may decide whether to reconnect, rejoin or stop. The machine therefore retries or stops only after the
 * callback has returned. If no callback runs, as in a script (a client without callbacks), the machine retries or stops
 * at once.
 */
public final class ClientMachine {

    /** The phases of a client. */
    public enum Phase {
        /** Not started yet. */
        NEW,
        /** From {@code init} until the client decides to stop. */
        RUNNING,
        /** The client has decided to stop. The last callbacks, up to {@code terminate}, have not ended yet. */
        STOPPING,
        /** The client has ended. */
        STOPPED
    }

    private final ClientOutput output = new ClientOutput();
    private final CurrentState state = new CurrentState();
    private final Deadlines<ClientTimer> deadlines = new Deadlines<>();
    private final Timers timers = new Timers();
    private final CallbackQueue callbacks = new CallbackQueue(output, timers);
    private final Requests requests = new Requests(output, callbacks);
    private final Reconnector reconnector;
    private final WantedTopics wantedTopics;
    private Phase phase = Phase.NEW;
    /** Why the client will stop once the running callback has returned; null if it need not stop. */
    private @Nullable StopReason stop;

    /** Makes the machine of one client. The seed is for the jitter of its delays. */
    public ClientMachine(long seed) {
        Jitter jitter = new Jitter(seed);
        reconnector = new Reconnector(output, state, callbacks, deadlines, jitter);
        wantedTopics = new WantedTopics(output, state, callbacks, requests, reconnector, deadlines, jitter);
    }

    /**
     * Takes one event from the mailbox.
     *
     * @param time nanoseconds since the program began; never less than in the previous call
     * @param sink receives the effects, in order
     */
    public void accept(long time, Signature.OfEvent signature, ClientSink sink) {
        output.begin(time, sink);
        timers.mailTaken();
        switch (signature) {
            case Signature.OfEvent(var source, var event) when isLive(source) -> taken(source, event);
            case Signature.OfEvent(var source, var event) -> output.dropped(source);
        }
        output.end();
    }

    /** Takes one other input, like {@link #accept(long, Signature.OfEvent, ClientSink)}. */
    public void accept(long time, ClientInput input, ClientSink sink) {
        output.begin(time, sink);
        switch (input) {
            case ClientInput.Started() -> started();
            case ClientInput.EventAwaited(var signature) -> awaited(signature);
            case ClientInput.MessageTaken(var callback) -> messageTaken(callback);
            case ClientInput.JoinAwaited awaited -> joinAwaited(awaited);
            case ClientInput.JoinNotAwaited(var topic, var from) -> wantedTopics.notAwaited(topic, from);
            case ClientInput.OperationsWritten(var operations) -> apply(operations);
            case ClientInput.Returned(var operations) -> {
                apply(operations);
                returned();
            }
            case ClientInput.Threw(var thrown) -> threw(thrown);
            case ClientInput.CredentialsGiven(var attempt, var credentials) -> reconnector.given(attempt, credentials);
            case ClientInput.CredentialsRefused(var attempt, var failure) -> refused(attempt, failure);
            case ClientInput.ParamsGiven(var topic, var asking, var params) ->
                wantedTopics.given(topic, asking, params);
            case ClientInput.ParamsRefused(var topic, var asking, var detail) ->
                wantedTopics.refused(topic, asking, detail);
            case ClientInput.StopAsked(var reason) -> stopAsked(reason);
            case ClientInput.MailboxEmptied() -> mailboxEmptied();
            case ClientInput.TimePassed() -> timePassed();
        }
        output.end();
    }

    /**
     * The time at which {@link ClientInput.TimePassed} is due; {@link Long#MAX_VALUE} if there is no deadline. The
     * user's timers wait while a callback runs. After a timer has fired, the next timer waits until the client has
     * taken a message or the mailbox is empty.
     */
    public long nextDeadline() {
        return Math.min(deadlines.next(), callbacks.isEmpty() ? timers.next() : Deadlines.NEVER);
    }

    /** The running callback; if no callback runs, the next callback; null if there is none. */
    public @Nullable Callback callback() {
        return callbacks.first();
    }

    public Phase phase() {
        return phase;
    }

    /** Whether the client has decided to end, even if a callback still runs. If so, sessions must stop waiting. */
    public boolean isEnding() {
        return !isRunning() || stop != null;
    }

    /** The current state of the client. The socket of the next callback begins with this state. */
    public SocketState state() {
        return state.get();
    }

    /** Whether a session may take this event: its connection is current, and neither replaced nor cancelled. */
    public boolean isRelevant(Connection source, Event event) {
        boolean unwanted =
                event instanceof Event.ChannelConnected && state.connection() == ConnectionStatus.DISCONNECTING;
        return reconnector.isLive(source) && !reconnector.isReplaced() && !unwanted;
    }

    /** The longest wait, in nanoseconds, for the answer to the current join, or to the next join if there is none. */
    public long joinPatience(String topic) {
        return wantedTopics.joinPatience(topic);
    }

    /** The number of unanswered leaves of a topic. If above 0, events of the topic belong to earlier joins. */
    public int leaving(String topic) {
        return wantedTopics.leaving(topic);
    }

    private boolean isRunning() {
        return phase == Phase.RUNNING;
    }

    // --- events -----------------------------------------------------------------------------------------------------

    private boolean isLive(Connection source) {
        return isRunning() && reconnector.isLive(source);
    }

    private void taken(Connection source, Event event) {
        if (event instanceof Event.ReplyReceived reply) {
            requests.replied(reply);
        } else if (!isOfLeftJoin(event)) {
            Event forCallback = applied(source, event);
            if (forCallback != null) {
                callbacks.add(forCallback);
            }
        }
        settleIfQuiet();
    }

    /** Applies an event that a session took, so no callback gets it. Sessions have skipped the events of left joins. */
    private void awaited(Signature.OfEvent signature) {
        timers.mailTaken();
        Connection source = signature.connection();
        if (!isLive(source)) {
            output.dropped(source);
        } else if (signature.event() instanceof Event.ReplyReceived(var ref, var reply)) {
            requests.awaited(ref);
            settleIfQuiet();
        } else {
            Event unused = applied(source, signature.event());
            settleIfQuiet();
        }
    }

    private boolean isOfLeftJoin(Event event) {
        return event instanceof Event.OfTopic of
                && !(of instanceof Event.TopicLeft)
                && wantedTopics.leaving(of.topic()) > 0;
    }

    /** Applies an event of the current connection, except a reply. Returns the event for a callback, or null. */
    private @Nullable Event applied(Connection source, Event event) {
        return switch (event) {
            case Event.ChannelConnected connected -> opened(source, connected) ? connected : null;
            case Event.ChannelConnectFailed(var failure) ->
                ended(source, event, new DisconnectReason.ConnectFailed(failure));
            case Event.ChannelClosed(var reason) -> ended(source, event, reason);
            case Event.OfTopic of -> wantedTopics.applied(of) ? of : null;
            case Event.PushFailed failed -> failed;
            case Event.ReplyReceived reply -> null;
            case Event.Internal internal -> null;
        };
    }

    private boolean opened(Connection source, Event event) {
        boolean isWanted = reconnector.opened(source, event);
        if (isWanted) {
            wantedTopics.connected();
        }
        return isWanted;
    }

    private @Nullable Event ended(Connection source, Event event, DisconnectReason reason) {
        // Usually the connection has reported the outcome of each request that it sent, so the remaining requests were
        // not sent. But after an internal failure it has reported no outcome, so these requests may have been sent.
        boolean maybeSent = reason instanceof DisconnectReason.Failed(Failure.Unexpected broken);
        requests.loseSent(new Failure.Disconnected(), maybeSent);
        wantedTopics.disconnected();
        return reconnector.ended(source, event, reason);
    }

    /** Handles a failure of the supplier of credentials for this attempt. */
    private void refused(Connection attempt, Failure failure) {
        if (reconnector.isAsking(attempt)) {
            Event failed = new Event.ChannelConnectFailed(failure);
            Event unused = ended(attempt, failed, new DisconnectReason.ConnectFailed(failure));
            callbacks.add(failed);
        }
    }

    private void settleIfQuiet() {
        if (callbacks.isEmpty()) {
            settle();
        }
    }

    /** Retries the connection and each topic, except those about which a callback has already decided. */
    private void settle() {
        reconnector.settle();
        wantedTopics.settle();
    }

    // --- operations -------------------------------------------------------------------------------------------------

    private void apply(List<Operation> operations) {
        for (int i = 0; i < operations.size(); i++) { // an index loop allocates no iterator, and random access is fast
            apply(operations.get(i));
        }
    }

    /** Checks an operation against the current state, then carries it out or drops it. */
    private void apply(Operation operation) {
        boolean isAccepted = isRunning() || operation instanceof Operation.AnswerCaller;
        if (!isAccepted || !state.apply(operation)) {
            drop(operation);
            return;
        }
        switch (operation) {
            case Command.OpenConnection(var configuration, var credentials) -> reconnector.connect(configuration);
            case Command.CloseConnection() -> reconnector.disconnect();
            case Command.JoinTopic join -> wantedTopics.join(join);
            case Command.LeaveTopic leave -> wantedTopics.leave(leave);
            case Command.PushMessage push -> wantedTopics.push(push);
            case Command.OfferMessage offer -> reconnector.send(offer);
            case Command.SendHeartbeat beat -> reconnector.send(beat);
            case Command.CollectGarbage hint -> reconnector.send(hint);
            case Operation.MakeRequest(var tag, var push) -> {
                requests.add(tag, push.ref());
                wantedTopics.push(push);
            }
            case Operation.SendToSelf.Now(var message) ->
                output.emit(new ClientEffect.Enqueue(new Callback.Info(message)));
            case Operation.SendToSelf.Next(var message) -> callbacks.add(new Callback.Continue(message));
            case Operation.SendToSelf.After after -> timers.after(after, output.now());
            case Operation.SendToSelf.Every every -> timers.every(every, output.now());
            case Operation.SendToSelf.WhenIdle idle -> timers.whenIdle(idle, output.now());
            case Operation.CancelTimer(var key) -> timers.cancel(key);
            case Operation.AnswerCaller answer -> output.answer(answer);
            case Operation.Retry.Reconnect() -> reconnector.reconnect();
            case Operation.Retry.ReconnectNow() -> reconnector.reconnectNow();
            case Operation.Retry.Rejoin(var ref, var topic, var params) -> wantedTopics.rejoin(topic, params);
            case Operation.SetPushBuffer(var topic, var buffer) -> wantedTopics.buffer(topic, buffer);
            case Operation.SetJoinParams(var topic, var params) -> wantedTopics.supply(topic, params);
            case Operation.LaterJoins later -> wantedTopics.replaceParams(later);
            case Operation.NoEffect none -> {} // never effective, so it is dropped above
            case Operation.StopClient(var reason) -> stop = stop == null ? reason : stop;
        }
    }

    /** Drops an operation. A push or request gets a failure. A join that is not needed sets params of later joins. */
    private void drop(Operation operation) {
        if (isRunning() && operation instanceof Command.JoinTopic join) {
            wantedTopics.joinAlreadyRequested(join);
            return;
        }
        if (isRunning() && operation instanceof Operation.Retry.Rejoin(var ref, var topic, var params)) {
            params.ifPresent(given -> wantedTopics.replaceParams(new Operation.LaterJoins.WithParams(topic, given)));
        }
        output.report(DroppedOperations.report(operation, state.get(), isRunning()));
        Operation written = operation instanceof Operation.NoEffect(var ineffective) ? ineffective : operation;
        if (written instanceof Command.OfferMessage offer) {
            Failure failure = isRunning() ? new Failure.NotJoined(offer.topic()) : new Failure.Cancelled();
            output.emit(new ClientEffect.Answer(new Operation.AnswerCaller.Answer(offer.from(), failure)));
        } else if (isRunning() && operation instanceof Operation.MakeRequest(var tag, var push)) {
            callbacks.add(new Callback.Outcome(tag, new Reply.Lost(new Failure.NotJoined(push.topic()), false)));
        } else if (isRunning() && operation instanceof Command.PushMessage push) {
            callbacks.add(new Event.PushFailed(push.ref(), new Failure.NotJoined(push.topic())));
        }
    }

    // --- callbacks --------------------------------------------------------------------------------------------------

    private void started() {
        if (phase == Phase.NEW) {
            phase = Phase.RUNNING;
            callbacks.add(new Callback.Init());
        }
    }

    private void messageTaken(Callback callback) {
        timers.mailTaken();
        if (isRunning()) {
            callbacks.add(callback);
        } else {
            output.notRun(callback, stop);
        }
    }

    private void joinAwaited(ClientInput.JoinAwaited awaited) {
        if (isRunning()) {
            wantedTopics.await(awaited);
        } else {
            output.ended(awaited.from(), stop);
        }
    }

    private void returned() {
        Callback finished = callbacks.finish();
        if (finished instanceof Callback.Run run && run.from() != null) {
            output.answer(new Operation.AnswerCaller.Answer(run.from(), null));
        }
        next(finished);
    }

    /** Stops or retries, if needed, after a callback has ended and its operations are applied. */
    private void next(@Nullable Callback finished) {
        if (finished instanceof Callback.Terminate(var reason)) {
            exit(reason);
        } else if (isRunning()) {
            if (stop instanceof StopReason.Ignored ignored && finished instanceof Callback.Init) {
                exit(ignored); // without terminate, because the client has not started
            } else if (stop != null) {
                end(stop);
            } else if (callbacks.isDecided()) {
                settle();
            }
        }
    }

    private void threw(Throwable thrown) {
        Callback finished = callbacks.finish();
        if (finished == null || phase == Phase.STOPPED) {
            return;
        }
        From<?> caller = finished.caller();
        if (caller != null) {
            output.answer(new Operation.AnswerCaller.Thrown(caller, thrown));
        }
        boolean isStep = caller != null && finished instanceof Callback.Run;
        if (thrown instanceof PayloadMismatchException && !isStep) {
            output.report(CallbackFailures.mismatch(finished, thrown));
        }
        switch (finished) {
            case Callback.Terminate(var reason) -> exit(reason);
            case Callback.Init() -> exit(new StopReason.Failed(thrown));
            case Callback other
            when isRunning() && (CallbackFailures.isFatal(thrown) || other instanceof Callback.OfFailure) -> {
                stop = new StopReason.Failed(thrown);
                end(stop);
            }
            case Callback.Run run
            when run.from() != null -> next(finished); // the caller of run gets the exception, handleFailure does not
            case Callback any -> { // also handles kinds of callbacks that later versions add
                if (isRunning()) {
                    callbacks.add(new Callback.OfFailure(thrown, finished));
                }
            }
        }
    }

    // --- the end ----------------------------------------------------------------------------------------------------

    private void stopAsked(StopReason reason) {
        if (phase == Phase.NEW) {
            exit(reason);
        } else if (isRunning() && stop == null) {
            stop = reason;
            if (callbacks.isEmpty()) {
                end(reason);
            }
        }
    }

    /** Ends the client. The last callbacks are the outcomes of requests, handleDisconnect and terminate. */
    private void end(StopReason reason) {
        phase = Phase.STOPPING;
        timers.clear();
        boolean wasOpen = reconnector.isOpen();
        reconnector.stop();
        requests.loseSent(wasOpen ? new Failure.Disconnected() : new Failure.Cancelled(), true);
        wantedTopics.stop();
        if (wasOpen) {
            callbacks.add(reconnector.closed());
        }
        callbacks.add(new Callback.Terminate(reason));
    }

    private void exit(StopReason reason) {
        phase = Phase.STOPPED;
        reconnector.stop();
        callbacks.clear();
        timers.clear();
        deadlines.clear();
        output.emit(new ClientEffect.Exit(reason));
    }

    // --- timers -----------------------------------------------------------------------------------------------------

    private void timePassed() {
        for (ClientTimer due = deadlines.poll(output.now()); due != null; due = deadlines.poll(output.now())) {
            switch (due) {
                case ClientTimer.ConnectAgain() -> reconnector.begin();
                case ClientTimer.CredentialsOverdue(var attempt) ->
                    refused(attempt, new Failure.CredentialsFailed("the supplier did not answer in time"));
                case ClientTimer.ConnectionStable() -> reconnector.stable();
                case ClientTimer.ParamsOverdue(var topic, var asking) ->
                    wantedTopics.refused(topic, asking, "the supplier did not answer in time");
                case ClientTimer.JoinAgain(var topic) -> wantedTopics.joinAgain(topic);
                case ClientTimer.JoinStable(var topic) -> wantedTopics.stable(topic);
                case ClientTimer.JoinNotRequested(var topic, var from) -> wantedTopics.notRequested(topic, from);
                case ClientTimer.PushExpired(var topic, var ref) -> wantedTopics.expired(topic, ref);
            }
        }
        if (callbacks.isEmpty()) {
            fire(timers.take(output.now()));
        }
    }

    private void mailboxEmptied() {
        timers.mailTaken();
        if (callbacks.isEmpty()) {
            Object due = timers.take(output.now());
            fire(due == null ? timers.takeIdle(output.now()) : due);
        }
    }

    private void fire(@Nullable Object message) {
        if (message != null && isRunning()) {
            callbacks.add(new Callback.Info(message));
        }
    }

    @Override
    public String toString() {
        return phase + (stop == null ? "" : ", stop=" + stop) + ", " + state
                + ", attempts=[" + reconnector + "], wanted=" + wantedTopics + ", requests=[" + requests
                + "], callbacks=" + callbacks.size() + ", deadlines=" + deadlines + ", timers=" + timers;
    }
}
