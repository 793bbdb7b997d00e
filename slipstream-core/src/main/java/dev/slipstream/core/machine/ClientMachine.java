package dev.slipstream.core.machine;

import dev.slipstream.core.Command;
import dev.slipstream.core.Configuration;
import dev.slipstream.core.Connection;
import dev.slipstream.core.DisconnectReason;
import dev.slipstream.core.Event;
import dev.slipstream.core.Facts;
import dev.slipstream.core.Failure;
import dev.slipstream.core.JoinStatus;
import dev.slipstream.core.Letter;
import dev.slipstream.core.Payload;
import dev.slipstream.core.PayloadMismatch;
import dev.slipstream.core.Ref;
import dev.slipstream.core.Reply;
import dev.slipstream.core.StopReason;
import dev.slipstream.core.Telemetry.Observation;
import dev.slipstream.core.TopicCloseReason;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
 * Threw               -             note OfFailure   note exit STOPPED  -
 * CredentialsGiven    -             -                -                  -
 * CredentialsRefused  -             -                -                  -
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

    private final Deadlines<Reminder> deadlines = new Deadlines<>();
    private final Attempts attempts;
    private final Wishes wishes;
    private final Timers timers = new Timers();
    /** The requests that were given to a connection, and those that a buffer keeps. */
    private final Map<Ref, Object> tags = new LinkedHashMap<>();

    private final Map<Ref, Object> kept = new LinkedHashMap<>();
    private final Deque<Delivery> delivered = new ArrayDeque<>();
    private State state = State.NEW;
    private Facts facts = Facts.initial();
    /** Callbacks that are still to decide something: until then {@link #settle} waits. */
    private int undecided;

    private boolean connectedNow;
    private boolean endedNow;
    private @Nullable StopReason stop;
    private Duration now = Duration.ZERO;
    private Consumer<? super Effect.OfClient> effects = ClientMachine::discard;

    /**
     * Makes the machine of one client.
     *
     * @param seed of the jitter
     */
    public ClientMachine(long seed) {
        Dice dice = new Dice(seed);
        attempts = new Attempts(deadlines, dice);
        wishes = new Wishes(deadlines, dice);
    }

    /**
     * Takes one input.
     *
     * @param time since the process began; never less than at the call before
     * @param sink is given what is to be done, in order
     */
    public void accept(Duration time, Input.OfClient input, Consumer<? super Effect.OfClient> sink) {
        now = time;
        effects = sink;
        switch (input) {
            case Input.Started() -> started();
            case Input.Happened(var connection, var event) -> happened(connection, event, true);
            case Input.Awaited(var connection, var event) -> happened(connection, event, false);
            case Input.Told(var delivery) -> told(delivery);
            case Input.Posted(var letters) -> letters.forEach(this::post);
            case Input.Returned() -> returned();
            case Input.Threw(var thrown) -> threw(thrown);
            case Input.CredentialsGiven(var attempt, var credentials) -> {
                if (attempts.isAsking(attempt)) {
                    attempts.open(credentials, effects);
                }
            }
            case Input.CredentialsRefused(var attempt, var failure) -> refused(attempt, failure);
            case Input.StopAsked(var reason) -> stopAsked(reason);
            case Input.MailboxEmptied() -> fire(timers.takeIdle(now));
            case Input.TimePassed() -> timePassed();
        }
        effects = ClientMachine::discard;
    }

    /** When {@link Input.TimePassed} is due; null if nothing is. The user's timers wait while a callback runs. */
    public @Nullable Duration nextDeadline() {
        Duration own = deadlines.next();
        Duration users = delivered.isEmpty() ? timers.next() : null;
        return own == null || (users != null && users.compareTo(own) < 0) ? users : own;
    }

    public State state() {
        return state;
    }

    /** What is known now: what the token of the next callback begins with. */
    public Facts facts() {
        return facts;
    }

    // --- the life of the client -------------------------------------------------------------------------------------

    private void started() {
        if (state == State.NEW) {
            state = State.RUNNING;
            deliver(new Delivery.Init());
        }
    }

    private void told(Delivery delivery) {
        if (state == State.RUNNING) {
            deliver(delivery);
        } else if (delivery instanceof Delivery.Call(var from, var message)) {
            effects.accept(new Effect.Answer(new Letter.ToCaller.Refusal(from, "the client has ended")));
        }
    }

    private void stopAsked(StopReason reason) {
        if (state == State.NEW) {
            exit(reason);
        } else if (state == State.RUNNING && stop == null) {
            stop = reason;
            if (delivered.isEmpty()) {
                end();
            }
        }
    }

    private void returned() {
        Delivery through = taken();
        if (through instanceof Delivery.Terminate(var reason)) {
            exit(reason);
        } else if (state == State.RUNNING) {
            if (stop != null) {
                end();
            } else if (undecided == 0) {
                settle();
            }
        }
    }

    private void threw(Throwable thrown) {
        Delivery through = taken();
        if (through == null || state == State.STOPPED) {
            return;
        }
        report(new Observation.CallbackFailed(
                callbackOf(through), thrown.getClass().getName()));
        if (thrown instanceof PayloadMismatch) {
            report(new Observation.PayloadMismatched(callbackOf(through)));
        }
        if (through instanceof Delivery.Call(var from, var message)) {
            String what = "the callback threw " + thrown.getClass().getName();
            effects.accept(new Effect.Answer(new Letter.ToCaller.Refusal(from, what)));
        }
        switch (through) {
            case Delivery.Terminate(var reason) -> exit(reason);
            case Delivery.Init() -> exit(new StopReason.Failed(thrown));
            case Delivery.OfFailure failure
            when state == State.RUNNING -> {
                stop = new StopReason.Failed(thrown);
                end();
            }
            case Delivery other -> {
                if (state == State.RUNNING) {
                    deliver(new Delivery.OfFailure(thrown, through));
                }
            }
        }
    }

    /** The order at the end: outcomes, handleDisconnect, terminate. Nobody waits for the network. */
    private void end() {
        StopReason reason = stop == null ? new StopReason.Normal() : stop;
        if (reason instanceof StopReason.Ignored) {
            exit(reason);
            return;
        }
        state = State.STOPPING;
        timers.clear();
        Connection last = attempts.connection();
        boolean wasOpen = attempts.phase() == Attempts.Phase.OPEN;
        attempts.disconnect(effects);
        attempts.rest();
        outcomes(wasOpen ? new Failure.Disconnected() : new Failure.Cancelled(), true);
        fail(wishes.releaseAll(), new Failure.Cancelled());
        if (wasOpen) {
            Event closed = new Event.ChannelClosed(new DisconnectReason.Requested());
            facts = facts.fold(last, closed);
            deliver(new Delivery.OfEvent(closed));
        }
        deliver(new Delivery.Terminate(reason));
    }

    private void exit(StopReason reason) {
        state = State.STOPPED;
        delivered.clear();
        undecided = 0;
        timers.clear();
        attempts.disconnect(effects);
        while (deadlines.next() != null) {
            deadlines.poll(deadlines.next());
        }
        effects.accept(new Effect.Exit(reason));
    }

    private void timePassed() {
        for (Reminder due = deadlines.poll(now); due != null; due = deadlines.poll(now)) {
            switch (due) {
                case Reminder.ConnectAgain() -> attempts.begin(now, effects);
                case Reminder.CredentialsOverdue(var attempt) ->
                    refused(attempt, new Failure.CredentialsFailed("no answer in time"));
                case Reminder.ConnectionStable() -> attempts.stable();
                case Reminder.JoinAgain(var topic) -> joinAgain(topic);
                case Reminder.JoinStable(var topic) -> stable(topic);
                case Reminder.PushExpired(var topic, var ref) -> expired(topic, ref);
            }
        }
        if (delivered.isEmpty()) {
            fire(timers.take(now));
        }
    }

    private void fire(@Nullable Object message) {
        if (message != null && state == State.RUNNING) {
            deliver(new Delivery.Info(message));
        }
    }

    private void deliver(Delivery delivery) {
        timers.disturb();
        undecided += decides(delivery) ? 1 : 0;
        delivered.add(delivery);
        effects.accept(new Effect.Deliver(delivery));
    }

    private @Nullable Delivery taken() {
        Delivery through = delivered.poll();
        undecided -= through != null && decides(through) ? 1 : 0;
        return through;
    }

    /** Whether this callback, or the one that failed, may decide whether to connect or to join again. */
    private static boolean decides(Delivery delivery) {
        return switch (delivery) {
            case Delivery.OfEvent(var event) ->
                event instanceof Event.ConnectAnswer
                        || event instanceof Event.ChannelClosed
                        || event instanceof Event.TopicJoinFailed
                        || event instanceof Event.TopicJoinClosed;
            case Delivery.OfFailure(var thrown, var cause) -> decides(cause);
            case Delivery other -> false;
        };
    }

    private void tell(Event event) {
        deliver(new Delivery.OfEvent(event));
    }

    private void report(Observation observation) {
        effects.accept(new Effect.Report(observation));
    }

    // --- what the client does of itself -----------------------------------------------------------------------------

    /** What a callback was to decide first, and did not: connecting again, and joining again. */
    private void settle() {
        if (endedNow) {
            endedNow = false;
            boolean isApart = attempts.takeNext().map(this::connectNext).isEmpty() && facts.link() == Facts.Link.APART;
            if (isApart && facts.wantsConnection()) {
                retryConnect();
            }
        }
        if (connectedNow && facts.link() == Facts.Link.CONNECTED) {
            connectedNow = false;
            wishes.waiting(facts).forEach(this::request);
        }
        for (String topic : wishes.takeRetries()) {
            Wish wish = wishes.find(topic);
            if (wish != null && facts.status(topic) == JoinStatus.CLOSED && facts.isWanted(topic)) {
                scheduleJoin(topic, wish);
            }
        }
    }

    private Configuration connectNext(Configuration next) {
        attempts.connect(now, next, effects);
        facts = facts.connecting(attempts.connection());
        return next;
    }

    private void retryConnect() {
        if (attempts.isRetried()) {
            facts = facts.apply(new Letter.Retry.Reconnect()).facts();
            attempts.schedule(now, effects);
        } else {
            facts = facts.givingUp();
            attempts.lastEnd()
                    .filter(reason -> !(reason instanceof DisconnectReason.Requested))
                    .ifPresent(reason -> report(new Observation.ReconnectAbandoned(reason)));
        }
    }

    private void request(String topic) {
        Wish wish = wishes.of(topic, facts);
        if (wish.params != null) {
            facts = facts.requesting(topic);
            order(wishes.join(topic, wish, wish.params));
        }
    }

    private void joinAgain(String topic) {
        if (facts.link() == Facts.Link.CONNECTED && facts.status(topic) == JoinStatus.CLOSED && facts.isWanted(topic)) {
            request(topic);
        }
    }

    private void scheduleJoin(String topic, Wish wish) {
        facts.configuration().ifPresent(configuration -> wishes.schedule(topic, wish, configuration, now, effects));
    }

    private void stable(String topic) {
        Wish wish = wishes.find(topic);
        if (wish != null) {
            wish.failures = 0;
            wish.wasJoined = false;
        }
    }

    private void refused(Connection attempt, Failure failure) {
        if (attempts.isAsking(attempt)) {
            Event failed = new Event.ChannelConnectFailed(failure);
            ended(attempt, failed, new DisconnectReason.ConnectFailed(failure), true);
            tell(failed);
        }
    }

    private void expired(String topic, Ref ref) {
        Wish wish = wishes.find(topic);
        Wish.Held late = wish == null ? null : wishes.expire(wish, ref);
        if (late != null) {
            fail(List.of(late), new Failure.TimedOut(late.patience()));
        }
    }

    // --- what happens -----------------------------------------------------------------------------------------------

    private void happened(Connection source, Event event, boolean told) {
        if (state != State.RUNNING || !attempts.isLive(source)) {
            report(new Observation.EventDropped(source));
            return;
        }
        boolean relevant = switch (event) {
            case Event.ChannelConnected() -> opened(source);
            case Event.ChannelConnectFailed(var failure) ->
                ended(source, event, new DisconnectReason.ConnectFailed(failure), told);
            case Event.ChannelClosed(var reason) -> ended(source, event, reason, told);
            case Event.TopicJoinSucceeded(var topic, var response) -> joined(source, event, topic, told);
            case Event.TopicJoinFailed(var topic, var reason) -> closed(source, event, topic, reason, told);
            case Event.TopicJoinClosed(var topic, var reason) -> closed(source, event, topic, reason, told);
            case Event.TopicLeft(var topic) -> left(source, event, topic);
            case Event.MessageReceived(var topic, var name, var payload) ->
                facts.status(topic) == JoinStatus.JOINED && leaving(topic) == 0;
            case Event.ReplyReceived(var ref, var reply) -> replied(ref, reply, told);
            case Event.PushFailed failed -> true;
            case Event.Internal internal -> false;
        };
        if (relevant && told) {
            tell(event);
        }
        if (delivered.isEmpty()) {
            settle();
        }
    }

    private boolean opened(Connection source) {
        boolean unwanted = attempts.isReplaced() || facts.link() == Facts.Link.CLOSING;
        if (unwanted || attempts.phase() == Attempts.Phase.OPEN) {
            return false;
        }
        attempts.opened(now, source);
        facts = facts.fold(source, new Event.ChannelConnected());
        connectedNow = true;
        return true;
    }

    /**
     * An attempt that a newer one replaced ends without a word; of one that the user took back nothing else is told, however
     * it ended.
     */
    private boolean ended(Connection source, Event event, DisconnectReason reason, boolean told) {
        boolean silent = attempts.isReplaced();
        boolean takenBack = attempts.phase() == Attempts.Phase.OPENING && facts.link() == Facts.Link.CLOSING;
        // The connection told the outcome of each that it sent; what is left came to it too late.
        outcomes(new Failure.Disconnected(), false);
        wishes.disconnected(topic -> tell(new Event.TopicLeft(topic)));
        // Whoever asked for the end decides, even if the world was faster.
        attempts.ended(facts.link() == Facts.Link.CLOSING ? new DisconnectReason.Requested() : reason);
        facts = facts.fold(source, event);
        connectedNow = false;
        endedNow = true;
        if (takenBack && told) {
            tell(new Event.ChannelClosed(new DisconnectReason.Requested()));
        }
        return !silent && !takenBack;
    }

    /** An await has passed over what came of joins that were left, so what it took is of the last one. */
    private boolean joined(Connection source, Event event, String topic, boolean told) {
        Wish wish = wishes.find(topic);
        if (wish == null || (told && wish.leaving > 0) || facts.status(topic) != JoinStatus.REQUESTED) {
            return false;
        }
        facts = facts.fold(source, event);
        wishes.joined(
                topic,
                wish,
                now,
                facts.configuration().map(Configuration::stablePeriod).orElse(Duration.ZERO));
        wishes.release(wish).forEach(this::send);
        return true;
    }

    /** Whether the policy wants to join again is decided before the callback, so that it can read on. */
    private boolean closed(Connection source, Event event, String topic, TopicCloseReason reason, boolean told) {
        Wish wish = wishes.find(topic);
        JoinStatus status = facts.status(topic);
        boolean expected =
                event instanceof Event.TopicJoinFailed ? status == JoinStatus.REQUESTED : status == JoinStatus.JOINED;
        if (wish == null || (told && wish.leaving > 0) || !expected) {
            return false;
        }
        wish.wasJoined = wish.failures == 0 ? status == JoinStatus.JOINED : wish.wasJoined;
        wish.failures++;
        wish.timeouts = reason instanceof TopicCloseReason.JoinTimedOut ? wish.timeouts + 1 : wish.timeouts;
        wishes.rest(wish);
        facts = facts.fold(source, event);
        boolean retried = facts.configuration()
                .filter(configuration -> configuration.reconnectPolicy().rejoins(reason, wish.failures))
                .isPresent();
        if (retried) {
            wishes.retryLater(topic);
        } else {
            facts = facts.unwanting(topic);
            fail(wishes.release(wish), new Failure.TopicClosed(topic));
        }
        return true;
    }

    private boolean left(Connection source, Event event, String topic) {
        Wish wish = wishes.find(topic);
        JoinStatus status = facts.status(topic);
        if (wish != null && wish.leaving > 0) {
            wish.leaving--;
            // An await may have taken the answer to a newer join before.
            facts = wish.leaving == 0 && status == JoinStatus.LEAVING ? facts.fold(source, event) : facts;
        } else if (status == JoinStatus.JOINED) {
            facts = facts.fold(source, event);
        } else {
            return false;
        }
        if (wish != null && !facts.isWanted(topic)) {
            wishes.rest(wish);
            fail(wishes.release(wish), new Failure.TopicClosed(topic));
        }
        return true;
    }

    private boolean replied(Ref ref, Reply reply, boolean told) {
        Object tag = tags.remove(ref);
        if (tag != null && told) {
            deliver(new Delivery.Outcome(tag, reply));
        } else if (ref.value().startsWith("s") && told) {
            report(new Observation.ReplyOrphaned(ref));
        } else {
            return true;
        }
        return false;
    }

    /** How many leaves of a topic are on their way: before as many {@link Event.TopicLeft}, events are of joins that were left. */
    public int leaving(String topic) {
        Wish wish = wishes.find(topic);
        return wish == null ? 0 : wish.leaving;
    }

    // --- letters ----------------------------------------------------------------------------------------------------

    private void post(Letter letter) {
        Facts before = facts;
        Facts.Verdict verdict = facts.apply(letter);
        facts = verdict.facts();
        if (!verdict.stands() || (state != State.RUNNING && !(letter instanceof Letter.ToCaller))) {
            drop(letter);
            return;
        }
        switch (letter) {
            case Letter.ToConnection(var command) -> order(command, before);
            case Letter.ToServer(var tag, var push) -> {
                tags.put(push.ref(), tag);
                push(push, before);
            }
            case Letter.ToSelf.Now(var message) -> effects.accept(new Effect.Enqueue(new Delivery.Info(message)));
            case Letter.ToSelf.Next(var message) -> deliver(new Delivery.Continue(message));
            case Letter.ToSelf.After after -> timers.after(after, now);
            case Letter.ToSelf.Every every -> timers.every(every, now);
            case Letter.ToSelf.WhenIdle idle -> timers.whenIdle(idle, now);
            case Letter.Cancel(var key) -> timers.cancel(key);
            case Letter.ToCaller answer -> effects.accept(new Effect.Answer(answer));
            case Letter.Retry.Reconnect() -> attempts.schedule(now, effects);
            case Letter.Retry.Rejoin(var ref, var topic, var params) -> rejoin(topic, params);
            case Letter.Keep(var topic, var buffer) -> wishes.of(topic, facts).buffer = buffer;
            case Letter.Stop(var reason) -> stop = stop == null ? reason : stop;
        }
    }

    /** A letter that means nothing any more; who waits for its outcome is told. */
    private void drop(Letter letter) {
        report(new Observation.LetterDropped(letter.getClass().getSimpleName()));
        if (state != State.RUNNING) {
            return;
        }
        if (letter instanceof Letter.ToServer(var tag, var push)) {
            deliver(new Delivery.Outcome(tag, new Reply.Lost(new Failure.NotJoined(push.topic()), false)));
        } else if (letter instanceof Letter.ToConnection(Command.PushMessage push)) {
            tell(new Event.PushFailed(push.ref(), new Failure.NotJoined(push.topic())));
        }
    }

    private void order(Command command, Facts before) {
        switch (command) {
            case Command.OpenConnection(var configuration, var credentials) ->
                attempts.connect(now, configuration, effects);
            case Command.CloseConnection close -> {
                boolean atOnce = attempts.disconnect(effects);
                if (before.link() == Facts.Link.APART) {
                    attempts.ended(new DisconnectReason.Requested()); // its end was told already
                } else if (atOnce) {
                    Event closed = new Event.ChannelClosed(new DisconnectReason.Requested());
                    attempts.ended(new DisconnectReason.Requested());
                    facts = facts.fold(attempts.connection(), closed);
                    tell(closed);
                }
            }
            case Command.JoinTopic join -> {
                wishes.want(join, facts);
                if (before.link() == Facts.Link.CONNECTED) {
                    order(wishes.join(join.topic(), wishes.of(join.topic(), facts), join.params()));
                }
            }
            case Command.LeaveTopic leave -> leave(leave, before.status(leave.topic()));
            case Command.PushMessage push -> push(push, before);
            case Command.SendHeartbeat beat -> order(beat);
            case Command.CollectGarbage hint -> order(hint);
        }
    }

    private void order(Command command) {
        effects.accept(new Effect.Order(attempts.connection(), command));
    }

    private void leave(Command.LeaveTopic leave, JoinStatus before) {
        Wish wish = wishes.of(leave.topic(), facts);
        wishes.rest(wish);
        wish.unused = null;
        if (before == JoinStatus.REQUESTED || before == JoinStatus.JOINED) {
            wish.leaving++;
            order(leave);
        } else {
            tell(new Event.TopicLeft(leave.topic()));
        }
        fail(wishes.release(wish), new Failure.Cancelled());
    }

    private void rejoin(String topic, @Nullable Payload params) {
        Wish wish = wishes.of(topic, facts);
        wish.params = params == null ? wish.params : params;
        if (facts.link() == Facts.Link.CONNECTED) {
            scheduleJoin(topic, wish);
        }
    }

    private void push(Command.PushMessage push, Facts before) {
        if (before.status(push.topic()) == JoinStatus.JOINED) {
            order(push);
            return;
        }
        Wish wish = wishes.find(push.topic());
        Failure failure = wish == null || !before.isWanted(push.topic())
                ? new Failure.NotJoined(push.topic())
                : wishes.hold(wish, push, now);
        if (failure != null) {
            report(new Observation.PushDropped(push.topic(), push.event()));
            fail(push, failure);
        } else {
            move(push.ref(), tags, kept);
        }
    }

    private static void move(Ref ref, Map<Ref, Object> from, Map<Ref, Object> to) {
        Object tag = from.remove(ref);
        if (tag != null) {
            to.put(ref, tag);
        }
    }

    /** A push that waited goes out; a request's deadline runs since it was accepted. */
    private void send(Wish.Held held) {
        Command.PushMessage push = held.push();
        move(push.ref(), kept, tags);
        order(
                push.timeout() == null
                        ? push
                        : new Command.PushMessage(
                                push.ref(),
                                push.topic(),
                                push.event(),
                                push.payload(),
                                held.due().minus(now)));
    }

    private void fail(List<Wish.Held> released, Failure failure) {
        released.forEach(held -> fail(held.push(), failure));
    }

    private void fail(Command.PushMessage push, Failure failure) {
        move(push.ref(), kept, tags);
        Object tag = tags.remove(push.ref());
        if (tag != null) {
            deliver(new Delivery.Outcome(tag, new Reply.Lost(failure, false)));
        } else if (state == State.RUNNING) {
            tell(new Event.PushFailed(push.ref(), failure));
        }
    }

    /** Ends the requests that are on their way; those that are kept in a buffer go on waiting. */
    private void outcomes(Failure failure, boolean maybeSent) {
        List<Object> sent = new ArrayList<>(tags.values());
        tags.clear();
        sent.forEach(tag -> deliver(new Delivery.Outcome(tag, new Reply.Lost(failure, maybeSent))));
    }

    /** Between two inputs there is nobody to do anything. */
    private static void discard(Effect.OfClient effect) {
        throw new IllegalStateException("an effect outside of an input: " + effect);
    }

    private static String callbackOf(Delivery delivery) {
        return switch (delivery) {
            case Delivery.Init() -> "init";
            case Delivery.OfEvent(var event) ->
                "handleEvent(" + event.getClass().getSimpleName() + ")";
            case Delivery.Outcome outcome -> "handleOutcome";
            case Delivery.Info info -> "handleInfo";
            case Delivery.Cast cast -> "handleCast";
            case Delivery.Call call -> "handleCall";
            case Delivery.Continue next -> "handleContinue";
            case Delivery.Run run -> "run";
            case Delivery.OfFailure failure -> "handleFailure";
            case Delivery.Terminate terminate -> "terminate";
        };
    }

    @Override
    public String toString() {
        return state + ", " + facts + ", attempts=[" + attempts + "], wishes=" + wishes + ", tags=" + tags.keySet()
                + ", delivered=" + delivered.size() + ", deadlines=" + deadlines + ", timers=" + timers;
    }
}
