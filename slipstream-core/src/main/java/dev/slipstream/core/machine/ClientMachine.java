package dev.slipstream.core.machine;

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
import dev.slipstream.core.state.SocketState;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What one client decides, from its start to its end: wishes, retries, buffers, tags, outcomes and timers.
 *
 * <p>Each input in each state, told as effects and then the next state if it is another one; what is delivered is named by
 * its event or kind, {@code note} reports, {@code -} is nothing at all. In RUNNING a callback runs, one topic is joined, and
 * what is pushed and received is on it; in STOPPING {@code terminate} runs. What concerns the way to a connection is told in
 * the table of {@link Reconnector}, what concerns a topic in that of {@link SocketState}.
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
 * <p>What a callback is to decide first is done when it has returned: connecting again, joining again, stopping. Without a
 * callback that runs, as in a script, it is done at once.
 */
public final class ClientMachine {

    /** Where a client stands. */
    public enum Phase {
        /** Not started yet. */
        NEW,
        /** Between init and stop. */
        RUNNING,
        /** Stop was decided; outcomes and terminate are still to be delivered. */
        STOPPING,
        /** At its end. */
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
     * @param sink is given what is to be done, in order
     */
    public void accept(Duration time, Input.OfClient input, Consumer<? super Effect.OfClient> sink) {
        accept(time.toNanos(), input, sink);
    }

    /** As {@link #accept(Duration, Input.OfClient, Consumer)}, with the time in nanoseconds. */
    public void accept(long time, Input.OfClient input, Consumer<? super Effect.OfClient> sink) {
        client.begin(time, sink);
        switch (input) {
            case Input.Started() -> started();
            case Input.EventTaken(Signature.OfEvent(var connection, var event)) ->
                eventApplier.apply(connection, event, true);
            case Input.EventAwaited(var connection, var event) -> eventApplier.apply(connection, event, false);
            case Input.MessageTaken(var callback) -> messageTaken(callback);
            case Input.OperationsWritten(var operations) -> operationApplier.apply(operations);
            case Input.Returned() -> returned();
            case Input.Threw(var thrown) -> threw(thrown);
            case Input.CredentialsGiven(var attempt, var credentials) -> {
                if (client.reconnector.isAsking(attempt)) {
                    client.reconnector.open(credentials, client::emit);
                }
            }
            case Input.CredentialsRefused(var attempt, var failure) -> eventApplier.refused(attempt, failure);
            case Input.ParamsGiven(var topic, var asking, var params) -> recovery.given(topic, asking, params);
            case Input.ParamsRefused(var topic, var asking, var detail) ->
                eventApplier.unsupplied(topic, asking, detail);
            case Input.StopAsked(var reason) -> stopAsked(reason);
            case Input.MailboxEmptied() -> mailboxEmptied();
            case Input.TimePassed() -> timePassed();
        }
        client.end();
    }

    /**
     * When {@link Input.TimePassed} is due; null if nothing is. The user's timers wait while a callback runs, and after each
     * of them for some mail, or for the mailbox to be empty.
     */
    public @Nullable Duration nextDeadline() {
        long next = nextDeadlineNanos();
        return next == Deadlines.NEVER ? null : Duration.ofNanos(next);
    }

    /** The same in nanoseconds; {@link Long#MAX_VALUE} if nothing is. */
    public long nextDeadlineNanos() {
        long users = client.isQuiet() ? client.timers.next() : Deadlines.NEVER;
        return Math.min(client.deadlines.nextNanos(), users);
    }

    public Phase phase() {
        return client.state;
    }

    /** Whether the end was decided, be it that a callback still runs: there is nothing more to wait for. */
    public boolean isEnding() {
        return !client.isRunning() || client.stop != null;
    }

    /** What is known now: what the token of the next callback begins with. */
    public SocketState state() {
        return client.socketState;
    }

    /**
     * Whether an event of this connection means anything to somebody who waits for it: the connection is the live one, its end
     * was not taken yet, and it is no attempt that was replaced or taken back.
     */
    public boolean isRelevant(Connection source, Event event) {
        boolean unwanted = event instanceof Event.ChannelConnected
                && client.socketState.connectionStatus() == ConnectionStatus.DISCONNECTING;
        return client.reconnector.isLive(source) && !client.reconnector.isReplaced() && !unwanted;
    }

    /** How many leaves of a topic are on their way: before as many {@link Event.TopicLeft}, events are of joins that were left. */
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
            client.emit(new Effect.Answer(new Operation.AnswerCaller.Refusal(from, "the client has ended")));
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
            client.emit(new Effect.Answer(new Operation.AnswerCaller.Refusal(from, what)));
        }
        switch (through) {
            case Callback.Terminate(var reason) -> exit(reason);
            case Callback.Init() -> exit(new StopReason.Failed(thrown));
            case Callback other
            when client.isRunning() && (isFatal(thrown) || other instanceof Callback.OfFailure) -> {
                client.stop = new StopReason.Failed(thrown);
                end();
            }
            case Callback any -> { // one more kind would be handleFailure's to decide too
                if (client.isRunning()) {
                    client.queue(new Callback.OfFailure(thrown, through));
                }
            }
        }
    }

    /** Whether the JVM itself has failed, of which no callback can say that it goes on. */
    private static boolean isFatal(Throwable thrown) {
        return thrown instanceof VirtualMachineError && !(thrown instanceof StackOverflowError);
    }

    /** The order at the end: outcomes, handleDisconnect, terminate. Nobody waits for the network. */
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
        client.emit(new Effect.Exit(reason));
    }

    private void timePassed() {
        for (ClientTimer due = client.deadlines.poll(client.now());
                due != null;
                due = client.deadlines.poll(client.now())) {
            switch (due) {
                case ClientTimer.ConnectAgain() -> client.reconnector.begin(client.now(), client::emit);
                case ClientTimer.CredentialsOverdue(var attempt) ->
                    eventApplier.refused(attempt, new Failure.CredentialsFailed("no answer in time"));
                case ClientTimer.ConnectionStable() -> client.reconnector.stable();
                case ClientTimer.ParamsOverdue(var topic, var asking) ->
                    eventApplier.unsupplied(topic, asking, "no answer in time");
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
