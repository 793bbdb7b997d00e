package dev.slipstream.core.machine.client;

import dev.slipstream.core.Connection;
import dev.slipstream.core.ConnectionStatus;
import dev.slipstream.core.DisconnectReason;
import dev.slipstream.core.Event;
import dev.slipstream.core.Failure;
import dev.slipstream.core.Observation;
import dev.slipstream.core.Operation;
import dev.slipstream.core.PayloadMismatchException;
import dev.slipstream.core.Signature;
import dev.slipstream.core.StopReason;
import dev.slipstream.core.machine.time.Deadlines;
import dev.slipstream.core.state.SocketState;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Decides for one client from its start to its end. It dispatches each input to its parts: {@link EventApplier},
 * {@link OperationApplier}, {@link Requests} and {@link Recovery}.
 *
 * <p>A cell lists the effects of an input and then the next state if it changes. A delivered callback is named by its
 * event or kind; {@code note} is a report, {@code -} is nothing. In RUNNING a callback runs, one topic is joined, and
 * pushes and messages are on that topic. In STOPPING {@code terminate} runs. {@link Reconnector} has the table of the
 * connection, {@link SocketState} that of a topic.
 *
 * <pre>
 * input               NEW           RUNNING          STOPPING           STOPPED
 * Started             Init RUNNING  -                -                  -
 * EventTaken          note          MessageReceived  note               note
 * EventAwaited        note          -                note               note
 * MessageTaken        -             Info             -                  -
 * OperationsWritten   note          PushMessage      note               note
 * Returned            -             -                exit STOPPED       -
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
 * <p>A callback may decide whether to reconnect, rejoin or stop. The machine therefore does these only after the
 * callback has returned. If no callback runs, as in a script, it does them at once.
 */
public final class ClientMachine {

    /** The phases of a client. */
    public enum Phase {
        /** Not started yet. */
        NEW,
        /** Between init and stop. */
        RUNNING,
        /** Stop is decided; outcomes and {@code terminate} are still to be delivered. */
        STOPPING,
        /** The client has ended. */
        STOPPED
    }

    private final ClientState client;
    private final Requests requests;
    private final Recovery recovery;
    private final EventApplier eventApplier;
    private final OperationApplier operationApplier;

    /**
     * Makes the machine of one client.
     *
     * @param seed of the jitter
     */
    public ClientMachine(long seed) {
        client = new ClientState(seed);
        requests = new Requests(client);
        recovery = new Recovery(client);
        eventApplier = new EventApplier(client, requests, recovery);
        operationApplier = new OperationApplier(client, requests, recovery);
    }

    /**
     * Takes one input.
     *
     * @param time since the process began; never less than at the call before
     * @param sink receives the effects, in order
     */
    public void accept(Duration time, ClientInput input, Consumer<? super ClientEffect> sink) {
        accept(time.toNanos(), input, sink);
    }

    /** As {@link #accept(Duration, ClientInput, Consumer)}, with the time in nanoseconds. */
    public void accept(long time, ClientInput input, Consumer<? super ClientEffect> sink) {
        client.begin(time, sink);
        switch (input) {
            case ClientInput.Started() -> started();
            case ClientInput.EventTaken(Signature.OfEvent(var connection, var event)) ->
                eventApplier.apply(connection, event, true);
            case ClientInput.EventAwaited(var connection, var event) -> eventApplier.apply(connection, event, false);
            case ClientInput.MessageTaken(var callback) -> messageTaken(callback);
            case ClientInput.OperationsWritten(var operations) -> operationApplier.apply(operations);
            case ClientInput.Returned() -> returned();
            case ClientInput.Threw(var thrown) -> threw(thrown);
            case ClientInput.CredentialsGiven(var attempt, var credentials) -> {
                if (client.reconnector.isAsking(attempt)) {
                    client.reconnector.open(credentials, client::emit);
                }
            }
            case ClientInput.CredentialsRefused(var attempt, var failure) -> eventApplier.refused(attempt, failure);
            case ClientInput.ParamsGiven(var topic, var asking, var params) -> recovery.given(topic, asking, params);
            case ClientInput.ParamsRefused(var topic, var asking, var detail) ->
                eventApplier.unsupplied(topic, asking, detail);
            case ClientInput.StopAsked(var reason) -> stopAsked(reason);
            case ClientInput.MailboxEmptied() -> mailboxEmptied();
            case ClientInput.TimePassed() -> timePassed();
        }
        client.end();
    }

    /**
     * When {@link ClientInput.TimePassed} is due; null if nothing is. The user's timers wait while a callback runs. After
     * each timer they wait until mail was taken or the mailbox was empty.
     */
    public @Nullable Duration nextDeadline() {
        long next = nextDeadlineNanos();
        return next == Deadlines.NEVER ? null : Duration.ofNanos(next);
    }

    /** As {@link #nextDeadline}, in nanoseconds; {@link Long#MAX_VALUE} if nothing is due. */
    public long nextDeadlineNanos() {
        long users = client.isQuiet() ? client.timers.next() : Deadlines.NEVER;
        return Math.min(client.deadlines.nextNanos(), users);
    }

    public Phase phase() {
        return client.state;
    }

    /** Whether the end is decided, even if a callback still runs: awaits must end. */
    public boolean isEnding() {
        return !client.isRunning() || client.stop != null;
    }

    /** The current state: the next callback's socket begins with it. */
    public SocketState state() {
        return client.socketState;
    }

    /**
     * Whether an event of this connection matters to an await: the connection is the live one, its end was not taken
     * yet, and the attempt was neither replaced nor cancelled.
     */
    public boolean isRelevant(Connection source, Event event) {
        boolean unwanted = event instanceof Event.ChannelConnected
                && client.socketState.connectionStatus() == ConnectionStatus.DISCONNECTING;
        return client.reconnector.isLive(source) && !client.reconnector.isReplaced() && !unwanted;
    }

    /**
     * How many leaves of a topic are unanswered. Until this many {@link Event.TopicLeft} arrive, events belong to
     * joins that were left.
     */
    public int leaving(String topic) {
        return client.wantedTopics.leaving(topic);
    }

    private void started() {
        if (client.state == Phase.NEW) {
            client.state = Phase.RUNNING;
            client.queue(new Callback.Init());
        }
    }

    private void messageTaken(Callback callback) {
        client.timers.mailboxHadTurn();
        if (client.isRunning()) {
            client.queue(callback);
        } else if (callback instanceof Callback.Call(var from, var message)) {
            client.emit(new ClientEffect.Answer(new Operation.AnswerCaller.Refusal(from, "the client has ended")));
        }
    }

    private void stopAsked(StopReason reason) {
        if (client.state == Phase.NEW) {
            exit(reason);
        } else if (client.isRunning() && client.stop == null) {
            client.stop = reason;
            if (client.isQuiet()) {
                end();
            }
        }
    }

    private void returned() {
        Callback through = client.takeFinished();
        if (through instanceof Callback.Terminate(var reason)) {
            exit(reason);
        } else if (client.isRunning()) {
            if (client.stop instanceof StopReason.Ignored ignored && through instanceof Callback.Init) {
                exit(ignored); // nothing has started
            } else if (client.stop != null) {
                end();
            } else if (client.isDecided()) {
                recovery.settle();
            }
        }
    }

    private void threw(Throwable thrown) {
        Callback through = client.takeFinished();
        if (through == null || client.state == Phase.STOPPED) {
            return;
        }
        if (thrown instanceof PayloadMismatchException) {
            client.report(new Observation.PayloadMismatched(through.callback()));
        }
        if (through instanceof Callback.Call(var from, var message)) {
            String what = "the callback threw " + thrown.getClass().getName();
            client.emit(new ClientEffect.Answer(new Operation.AnswerCaller.Refusal(from, what)));
        }
        switch (through) {
            case Callback.Terminate(var reason) -> exit(reason);
            case Callback.Init() -> exit(new StopReason.Failed(thrown));
            case Callback other
            when client.isRunning() && (isFatal(thrown) || other instanceof Callback.OfFailure) -> {
                client.stop = new StopReason.Failed(thrown);
                end();
            }
            case Callback any -> { // handleFailure decides about any new kind too
                if (client.isRunning()) {
                    client.queue(new Callback.OfFailure(thrown, through));
                }
            }
        }
    }

    /** Whether the JVM itself failed; then no callback may decide to continue. */
    private static boolean isFatal(Throwable thrown) {
        return thrown instanceof VirtualMachineError && !(thrown instanceof StackOverflowError);
    }

    /**
     * Ends the client in this order: outcomes, handleDisconnect, terminate. The end does not wait for the network.
     */
    private void end() {
        StopReason asked = client.stop;
        StopReason reason = asked == null ? new StopReason.Normal() : asked;
        client.state = Phase.STOPPING;
        client.timers.clear();
        Connection last = client.reconnector.connection();
        boolean wasOpen = client.reconnector.phase() == Reconnector.Phase.OPEN;
        client.reconnector.disconnect(client::emit);
        client.reconnector.cancelTimer();
        requests.outcomes(wasOpen ? new Failure.Disconnected() : new Failure.Cancelled(), true);
        requests.failAll(new Failure.Cancelled());
        if (wasOpen) {
            Event closed = new Event.ChannelClosed(new DisconnectReason.Requested());
            client.socketState = client.socketState.applyEvent(last, closed);
            client.queue(new Callback.OfEvent(closed));
        }
        client.queue(new Callback.Terminate(reason));
    }

    private void exit(StopReason reason) {
        client.state = Phase.STOPPED;
        client.reconnector.disconnect(client::emit);
        client.clear();
        client.emit(new ClientEffect.Exit(reason));
    }

    private void timePassed() {
        for (ClientTimer due = client.deadlines.poll(client.now());
                due != null;
                due = client.deadlines.poll(client.now())) {
            switch (due) {
                case ClientTimer.ConnectAgain() -> client.reconnector.begin(client.now(), client::emit);
                case ClientTimer.CredentialsOverdue(var attempt) ->
                    eventApplier.refused(attempt, new Failure.CredentialsFailed("the supplier did not answer in time"));
                case ClientTimer.ConnectionStable() -> client.reconnector.stable();
                case ClientTimer.ParamsOverdue(var topic, var asking) ->
                    eventApplier.unsupplied(topic, asking, "the supplier did not answer in time");
                case ClientTimer.JoinAgain(var topic) -> recovery.joinAgain(topic);
                case ClientTimer.JoinStable(var topic) -> recovery.stable(topic);
                case ClientTimer.PushExpired(var topic, var ref) -> requests.expired(topic, ref);
            }
        }
        if (client.isQuiet()) {
            fire(client.timers.take(client.now()));
        }
    }

    private void mailboxEmptied() {
        client.timers.mailboxHadTurn();
        if (client.isQuiet()) {
            Object due = client.timers.take(client.now());
            fire(due == null ? client.timers.takeIdle(client.now()) : due);
        }
    }

    private void fire(@Nullable Object message) {
        if (message != null && client.isRunning()) {
            client.queue(new Callback.Info(message));
        }
    }

    @Override
    public String toString() {
        return client + ", tags=" + requests + ", delivered=" + client.queuedCallbacks() + ", deadlines="
                + client.deadlines + ", timers=" + client.timers;
    }
}
