package dev.slipstream.core.machine;

import dev.slipstream.core.Connection;
import dev.slipstream.core.DisconnectReason;
import dev.slipstream.core.Event;
import dev.slipstream.core.Facts;
import dev.slipstream.core.Failure;
import dev.slipstream.core.Letter;
import dev.slipstream.core.PayloadMismatch;
import dev.slipstream.core.Signature;
import dev.slipstream.core.StopReason;
import dev.slipstream.core.Telemetry.Observation;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What one client decides, from its start to its end: wishes, retries, buffers, tags, outcomes and timers.
 *
 * <p>Each input in each state, told as effects and then the next state if it is another one; what is delivered is named by
 * its event or kind, {@code note} reports, {@code -} is nothing at all. In RUNNING a callback runs, one topic is joined, and
 * what is pushed and received is on it; in STOPPING {@code terminate} runs. What concerns the way to a connection is told in
 * the table of {@link Attempts}, what concerns a topic in that of {@link Facts}.
 *
 * <pre>
 * input               NEW           RUNNING          STOPPING           STOPPED
 * Started             Init RUNNING  -                -                  -
 * Happened            note          MessageReceived  note               note
 * Awaited             note          -                note               note
 * Told                -             Info             -                  -
 * Posted              note          PushMessage      note               note
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
    public enum State {
        /** Not started yet. */
        NEW,
        /** Between init and stop. */
        RUNNING,
        /** Stop was decided; outcomes and terminate are still to be delivered. */
        STOPPING,
        /** At its end. */
        STOPPED
    }

    private final Ledger ledger;
    private final Requests requests;
    private final Renewal renewal;
    private final Happenings happenings;
    private final Posting posting;

    /**
     * Makes the machine of one client.
     *
     * @param seed of the jitter
     */
    public ClientMachine(long seed) {
        ledger = new Ledger(seed);
        requests = new Requests(ledger);
        renewal = new Renewal(ledger);
        happenings = new Happenings(ledger, requests, renewal);
        posting = new Posting(ledger, requests, renewal);
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
        ledger.begin(time, sink);
        switch (input) {
            case Input.Started() -> started();
            case Input.Happened(Signature.OfEvent(var connection, var event)) ->
                happenings.happened(connection, event, true);
            case Input.Awaited(var connection, var event) -> happenings.happened(connection, event, false);
            case Input.Told(var delivery) -> told(delivery);
            case Input.Posted(var letters) -> posting.post(letters);
            case Input.Returned() -> returned();
            case Input.Threw(var thrown) -> threw(thrown);
            case Input.CredentialsGiven(var attempt, var credentials) -> {
                if (ledger.attempts.isAsking(attempt)) {
                    ledger.attempts.open(credentials, ledger::give);
                }
            }
            case Input.CredentialsRefused(var attempt, var failure) -> happenings.refused(attempt, failure);
            case Input.ParamsGiven(var topic, var asking, var params) -> renewal.given(topic, asking, params);
            case Input.ParamsRefused(var topic, var asking, var detail) -> happenings.unsupplied(topic, asking, detail);
            case Input.StopAsked(var reason) -> stopAsked(reason);
            case Input.MailboxEmptied() -> mailboxEmptied();
            case Input.TimePassed() -> timePassed();
        }
        ledger.rest();
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
        long users = ledger.isQuiet() ? ledger.timers.next() : Deadlines.NEVER;
        return Math.min(ledger.deadlines.nextNanos(), users);
    }

    public State state() {
        return ledger.state;
    }

    /** Whether the end was decided, be it that a callback still runs: there is nothing more to wait for. */
    public boolean isEnding() {
        return !ledger.isRunning() || ledger.stop != null;
    }

    /** What is known now: what the token of the next callback begins with. */
    public Facts facts() {
        return ledger.facts;
    }

    /**
     * Whether an event of this connection means anything to somebody who waits for it: the connection is the live one, its end
     * was not taken yet, and it is no attempt that was replaced or taken back.
     */
    public boolean hears(Connection source, Event event) {
        boolean unwanted = event instanceof Event.ChannelConnected && ledger.facts.link() == Facts.Link.CLOSING;
        return ledger.attempts.isLive(source) && !ledger.attempts.isReplaced() && !unwanted;
    }

    /** How many leaves of a topic are on their way: before as many {@link Event.TopicLeft}, events are of joins that were left. */
    public int leaving(String topic) {
        return ledger.wishes.leaving(topic);
    }

    private void started() {
        if (ledger.state == State.NEW) {
            ledger.state = State.RUNNING;
            ledger.deliver(new Delivery.Init());
        }
    }

    private void told(Delivery delivery) {
        ledger.timers.mailHadItsTurn();
        if (ledger.isRunning()) {
            ledger.deliver(delivery);
        } else if (delivery instanceof Delivery.Call(var from, var message)) {
            ledger.give(new Effect.Answer(new Letter.ToCaller.Refusal(from, "the client has ended")));
        }
    }

    private void stopAsked(StopReason reason) {
        if (ledger.state == State.NEW) {
            exit(reason);
        } else if (ledger.isRunning() && ledger.stop == null) {
            ledger.stop = reason;
            if (ledger.isQuiet()) {
                end();
            }
        }
    }

    private void returned() {
        Delivery through = ledger.taken();
        if (through instanceof Delivery.Terminate(var reason)) {
            exit(reason);
        } else if (ledger.isRunning()) {
            if (ledger.stop instanceof StopReason.Ignored ignored && through instanceof Delivery.Init) {
                exit(ignored); // nothing has started
            } else if (ledger.stop != null) {
                end();
            } else if (ledger.isDecided()) {
                renewal.settle();
            }
        }
    }

    private void threw(Throwable thrown) {
        Delivery through = ledger.taken();
        if (through == null || ledger.state == State.STOPPED) {
            return;
        }
        if (thrown instanceof PayloadMismatch) {
            ledger.report(new Observation.PayloadMismatched(through.callback()));
        }
        if (through instanceof Delivery.Call(var from, var message)) {
            String what = "the callback threw " + thrown.getClass().getName();
            ledger.give(new Effect.Answer(new Letter.ToCaller.Refusal(from, what)));
        }
        switch (through) {
            case Delivery.Terminate(var reason) -> exit(reason);
            case Delivery.Init() -> exit(new StopReason.Failed(thrown));
            case Delivery other
            when ledger.isRunning() && (isFatal(thrown) || other instanceof Delivery.OfFailure) -> {
                ledger.stop = new StopReason.Failed(thrown);
                end();
            }
            case Delivery any -> { // one more kind would be handleFailure's to decide too
                if (ledger.isRunning()) {
                    ledger.deliver(new Delivery.OfFailure(thrown, through));
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
        StopReason asked = ledger.stop;
        StopReason reason = asked == null ? new StopReason.Normal() : asked;
        ledger.state = State.STOPPING;
        ledger.timers.clear();
        Connection last = ledger.attempts.connection();
        boolean wasOpen = ledger.attempts.phase() == Attempts.Phase.OPEN;
        ledger.attempts.disconnect(ledger::give);
        ledger.attempts.rest();
        requests.outcomes(wasOpen ? new Failure.Disconnected() : new Failure.Cancelled(), true);
        requests.failAll(new Failure.Cancelled());
        if (wasOpen) {
            Event closed = new Event.ChannelClosed(new DisconnectReason.Requested());
            ledger.facts = ledger.facts.fold(last, closed);
            ledger.deliver(new Delivery.OfEvent(closed));
        }
        ledger.deliver(new Delivery.Terminate(reason));
    }

    private void exit(StopReason reason) {
        ledger.state = State.STOPPED;
        ledger.attempts.disconnect(ledger::give);
        ledger.clear();
        ledger.give(new Effect.Exit(reason));
    }

    private void timePassed() {
        for (Reminder due = ledger.deadlines.poll(ledger.now());
                due != null;
                due = ledger.deadlines.poll(ledger.now())) {
            switch (due) {
                case Reminder.ConnectAgain() -> ledger.attempts.begin(ledger.now(), ledger::give);
                case Reminder.CredentialsOverdue(var attempt) ->
                    happenings.refused(attempt, new Failure.CredentialsFailed("no answer in time"));
                case Reminder.ConnectionStable() -> ledger.attempts.stable();
                case Reminder.ParamsOverdue(var topic, var asking) ->
                    happenings.unsupplied(topic, asking, "no answer in time");
                case Reminder.JoinAgain(var topic) -> renewal.joinAgain(topic);
                case Reminder.JoinStable(var topic) -> renewal.stable(topic);
                case Reminder.PushExpired(var topic, var ref) -> requests.expired(topic, ref);
            }
        }
        if (ledger.isQuiet()) {
            fire(ledger.timers.take(ledger.now()));
        }
    }

    private void mailboxEmptied() {
        ledger.timers.mailHadItsTurn();
        if (ledger.isQuiet()) {
            Object due = ledger.timers.take(ledger.now());
            fire(due == null ? ledger.timers.takeIdle(ledger.now()) : due);
        }
    }

    private void fire(@Nullable Object message) {
        if (message != null && ledger.isRunning()) {
            ledger.deliver(new Delivery.Info(message));
        }
    }

    @Override
    public String toString() {
        return ledger + ", tags=" + requests + ", delivered=" + ledger.delivered() + ", deadlines=" + ledger.deadlines
                + ", timers=" + ledger.timers;
    }
}
