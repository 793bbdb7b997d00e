// This file has more than 300 lines, because all decisions about topics are in one place.
package dev.slipstream.core.machine.client;

import dev.slipstream.core.Backoff;
import dev.slipstream.core.Command;
import dev.slipstream.core.Configuration;
import dev.slipstream.core.ConnectionStatus;
import dev.slipstream.core.Event;
import dev.slipstream.core.Failure;
import dev.slipstream.core.From;
import dev.slipstream.core.JoinParams;
import dev.slipstream.core.JoinStatus;
import dev.slipstream.core.Operation;
import dev.slipstream.core.Payload;
import dev.slipstream.core.PushBuffer;
import dev.slipstream.core.Ref;
import dev.slipstream.core.TopicCloseReason;
import dev.slipstream.core.machine.SparseMap;
import dev.slipstream.core.machine.time.Deadlines;
import dev.slipstream.core.machine.time.Jitter;
import dev.slipstream.core.state.SocketState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Joins and leaves topics, and joins them again after a failure or a reconnect. Buffers pushes until their topic is
 * joined. {@link SocketState} has the transition table of a topic.
 */
final class WantedTopics {

    private final ClientOutput output;
    private final CurrentState state;
    private final CallbackQueue callbacks;
    private final Requests requests;
    private final Reconnector reconnector;
    private final Deadlines<ClientTimer> deadlines;
    private final Jitter jitter;
    /** The topics that are or were wanted, by name. */
    private final TopicEntries topics;
    /**
     * The topics that have just closed, oldest first. {@link #settle} rejoins or abandons these topics, unless a
     * callback decides first.
     */
    private SparseMap<String, WantedTopic> retries = SparseMap.none();
    /** Whether the connection has opened, and the client has not yet joined the wanted topics on this connection. */
    private boolean isUndecided;
    /** The callers that wait for joins; null until the first caller waits. */
    private @Nullable JoinCallers callers;

    private long nextRef = 1;
    private long nextAsking = 1;
    private long nextOrder = 1;

    WantedTopics(
            ClientOutput output,
            CurrentState state,
            CallbackQueue callbacks,
            Requests requests,
            Reconnector reconnector,
            Deadlines<ClientTimer> deadlines,
            Jitter jitter) {
        this.output = output;
        this.state = state;
        this.callbacks = callbacks;
        this.requests = requests;
        this.reconnector = reconnector;
        this.deadlines = deadlines;
        this.jitter = jitter;
        this.topics = new TopicEntries(state, deadlines);
    }

    int leaving(String topic) {
        WantedTopic wanted = topics.get(topic);
        return wanted == null ? 0 : wanted.leaving();
    }

    /** The longest wait, in nanoseconds, for the answer to the current join, or to the next join if there is none. */
    long joinPatience(String topic) {
        WantedTopic wanted = topics.of(topic);
        return wanted.joinPatience(
                configured(Configuration::joinTimeout), configured(Configuration::credentialsTimeout));
    }

    // --- operations -------------------------------------------------------------------------------------------------

    void join(Command.JoinTopic join) {
        retries.remove(join.topic());
        WantedTopic wanted = topics.of(join.topic());
        wanted.want(join, nextOrder++);
        if (state.connection() == ConnectionStatus.CONNECTED) {
            join(wanted, join.params());
        }
    }

    void rejoin(String topic, Optional<Payload> params) {
        retries.remove(topic);
        WantedTopic wanted = topics.of(topic);
        params.ifPresent(wanted::replaceParams);
        if (state.connection() == ConnectionStatus.CONNECTED) {
            retry(wanted);
        }
    }

    void leave(Command.LeaveTopic leave) {
        retries.remove(leave.topic());
        WantedTopic wanted = topics.of(leave.topic());
        boolean isSent = !wanted.isAsking() && state.topic(leave.topic()) == JoinStatus.LEAVING;
        wanted.unwant();
        if (isSent) {
            wanted.leave();
            reconnector.send(leave);
        } else { // no join was sent, so no leave is needed
            Event left = new Event.TopicLeft(leave.topic());
            apply(left);
            callbacks.add(left);
        }
        requests.failHeld(wanted, new Failure.Cancelled());
        withCallers(all -> all.ended(leave.topic(), wanted.end()));
    }

    /** Replaces the params of later joins, and of a join that still waits for its supplier. */
    void replaceParams(Operation.LaterJoins later) {
        WantedTopic wanted = topics.of(later.topic());
        switch (later) {
            case Operation.LaterJoins.WithParams(var topic, var params) -> wanted.replaceParams(params);
            case Operation.LaterJoins.WithSupplier(var topic, var supplier) -> wanted.replaceSupplier(supplier);
        }
        Payload params = wanted.params();
        if (wanted.isAsking() && params != null) {
            wanted.cancelTimer();
            join(wanted, params);
        }
    }

    /** Handles a join of a requested or joined topic. Later joins use the params or the supplier of this join. */
    void joinAlreadyRequested(Command.JoinTopic join) {
        JoinParams supplier = topics.of(join.topic()).takeNextSupplier();
        replaceParams(
                supplier == null
                        ? new Operation.LaterJoins.WithParams(join.topic(), join.params())
                        : new Operation.LaterJoins.WithSupplier(join.topic(), supplier));
    }

    void supply(String topic, JoinParams params) {
        topics.of(topic).supply(params);
    }

    void buffer(String topic, PushBuffer buffer) {
        topics.of(topic).buffer(buffer);
    }

    /** Sends a push, or buffers it until its topic is joined. */
    void push(Command.PushMessage push) {
        String topic = push.topic();
        if (isJoined(topic)) {
            reconnector.send(push);
            return;
        }
        WantedTopic wanted = topics.get(topic);
        Failure failure = wanted == null || !state.get().isWanted(topic)
                ? new Failure.NotJoined(topic)
                : wanted.hold(push, output.now());
        if (failure == null) {
            requests.hold(push.ref());
        } else {
            requests.fail(push, failure);
        }
    }

    // --- callers that wait for a join -------------------------------------------------------------------------------

    /** Adds a caller that waits until a topic is joined. */
    void await(ClientInput.JoinAwaited awaited) {
        callers = callers == null ? new JoinCallers(output, state, deadlines) : callers;
        callers.add(awaited, topics.get(awaited.topic()));
        settleIfQuiet();
    }

    /** Removes a caller that no longer waits. */
    void notAwaited(String topic, From<?> from) {
        withCallers(all -> all.remove(topic, from));
    }

    /** Notes that the time limit of a caller passed before user code asked for the join. */
    void notRequested(String topic, From<?> from) {
        withCallers(all -> all.overdue(topic, from));
        settleIfQuiet();
    }

    private void settleIfQuiet() {
        if (callbacks.isEmpty()) {
            settle();
        }
    }

    private void withCallers(Consumer<JoinCallers> action) {
        if (callers != null) {
            action.accept(callers);
        }
    }

    // --- events -----------------------------------------------------------------------------------------------------

    /**
     * Notes that the connection is open. {@link #settle} joins topics later, because a queued callback may decide
     * otherwise.
     */
    void connected() {
        isUndecided = true;
        withCallers(JoinCallers::connected);
    }

    /** Notes that the connection has ended. This completes all leaves. Wanted topics are joined again later. */
    void disconnected() {
        isUndecided = false;
        withCallers(JoinCallers::disconnected);
        retries.values().stream().filter(wanted -> !isToBeRetried(wanted)).forEach(this::reportIfGivenUp);
        retries.clear();
        for (WantedTopic wanted : topics.values()) {
            wanted.cancelTimer();
            for (; wanted.leaving() > 0; wanted.left()) {
                callbacks.add(new Event.TopicLeft(wanted.name()));
            }
        }
    }

    /** Applies an event of a topic. Returns whether a callback gets the event. */
    boolean applied(Event.OfTopic event) {
        return switch (event) {
            case Event.TopicJoinSucceeded joined -> joined(joined);
            case Event.TopicJoinFailed failed -> closed(failed, failed.reason(), JoinStatus.REQUESTED);
            case Event.TopicJoinClosed closed -> closed(closed, closed.reason(), JoinStatus.JOINED);
            case Event.TopicLeft left -> left(left);
            case Event.MessageReceived message -> received(message.topic());
            case Event.TopicLeaveAccepted internal -> false;
        };
    }

    private boolean isJoined(String topic) {
        return state.topic(topic) == JoinStatus.JOINED;
    }

    /**
     * Returns whether the topic is joined; if not, drops the message. The topic is not joined if, for example, a
     * session has already taken the event that ended the topic.
     */
    private boolean received(String topic) {
        boolean isJoined = isJoined(topic);
        if (!isJoined && leaving(topic) == 0) {
            output.dropped(reconnector.connection());
        }
        return isJoined;
    }

    private boolean joined(Event.TopicJoinSucceeded event) {
        WantedTopic wanted = topics.get(event.topic());
        if (wanted == null || state.topic(event.topic()) != JoinStatus.REQUESTED) {
            return false;
        }
        apply(event);
        wanted.joined(output.now() + configured(Configuration::stablePeriod));
        wanted.release().forEach(this::send);
        withCallers(all -> all.joined(event.topic()));
        return true;
    }

    /** Handles a failed join or crash. Asks the policy first, so that the callback sees whether the topic is wanted. */
    private boolean closed(Event.OfTopic event, TopicCloseReason reason, JoinStatus expected) {
        String topic = event.topic();
        WantedTopic wanted = topics.get(topic);
        if (wanted == null || state.topic(topic) != expected) {
            return false;
        }
        wanted.closed(reason, expected == JoinStatus.JOINED);
        apply(event);
        boolean isRetried = state.get()
                .configuration()
                .filter(configuration -> UserPolicy.rejoins(configuration, reason, wanted.failures(), output))
                .isPresent();
        retries = retries.with(topic, wanted);
        if (!isRetried) {
            state.update(state.get().withUnwanted(topic));
            requests.failHeld(wanted, new Failure.TopicClosed(topic));
            withCallers(all -> all.ended(topic, new JoinEnd.Closed(reason)));
        }
        return true;
    }

    private boolean left(Event.TopicLeft event) {
        String topic = event.topic();
        WantedTopic wanted = topics.get(topic);
        JoinStatus status = state.topic(topic);
        if (wanted != null && wanted.leaving() > 0) {
            wanted.left();
            if (wanted.leaving() == 0 && status == JoinStatus.LEAVING) {
                apply(event); // skipped in another status, because the topic was joined again after the leave
            }
        } else if (wanted != null && status == JoinStatus.JOINED) {
            closedByServer(wanted, event);
        } else {
            return false;
        }
        if (!state.get().isWanted(topic)) {
            wanted.cancelTimer();
            requests.failHeld(wanted, new Failure.TopicClosed(topic));
        }
        return true;
    }

    /** Handles the normal close of a topic by the server. Asks the policy first, like {@link #closed}. */
    private void closedByServer(WantedTopic wanted, Event.TopicLeft event) {
        String topic = event.topic();
        wanted.closed(new TopicCloseReason.Ended(), true);
        boolean isRetried = state.get()
                .configuration()
                .filter(configuration -> UserPolicy.rejoinsAfterClose(configuration, topic, wanted.failures(), output))
                .isPresent();
        retries = retries.with(topic, wanted);
        if (isRetried) {
            state.update(state.get().withClosedButWanted(topic));
        } else {
            apply(event);
            withCallers(all -> all.ended(topic, wanted.end()));
        }
    }

    // --- joins ------------------------------------------------------------------------------------------------------

    /** Begins the joins and retries, except those about which a callback has already decided. */
    void settle() {
        if (isUndecided && state.connection() == ConnectionStatus.CONNECTED) {
            isUndecided = false;
            topics.waiting().forEach(this::request);
        }
        if (callers != null) { // no lambda, to avoid an allocation after each callback
            callers.settle(reconnector.lastReason());
        }
        if (retries.isEmpty()) {
            return;
        }
        List<WantedTopic> closed = new ArrayList<>(retries.values());
        retries.clear();
        for (WantedTopic wanted : closed) {
            if (isToBeRetried(wanted)) {
                retry(wanted);
            } else {
                reportIfGivenUp(wanted);
            }
        }
    }

    private boolean isToBeRetried(WantedTopic wanted) {
        return state.topic(wanted.name()) == JoinStatus.CLOSED && state.get().isWanted(wanted.name());
    }

    private void reportIfGivenUp(WantedTopic wanted) {
        if (state.topic(wanted.name()) == JoinStatus.CLOSED) {
            output.report(wanted.givenUp());
        }
    }

    /** Schedules the next join after a backoff. */
    private void retry(WantedTopic wanted) {
        Configuration configuration = state.get().configuration().orElse(null);
        if (configuration != null) {
            Backoff.Window window =
                    UserPolicy.rejoinDelay(configuration, Math.max(wanted.failures(), 1), wanted.wasJoined(), output);
            Duration delay = window.at(jitter.next());
            wanted.joinAt(output.after(delay));
            output.report(wanted.rejoinScheduled(delay));
        }
    }

    /** Joins a topic after its backoff. */
    void joinAgain(String topic) {
        WantedTopic wanted = topics.get(topic);
        if (wanted != null && state.connection() == ConnectionStatus.CONNECTED && isToBeRetried(wanted)) {
            request(wanted);
        }
    }

    private void request(WantedTopic wanted) {
        Payload params = wanted.params();
        if (params != null) {
            state.update(state.get().withRequested(wanted.name()));
            join(wanted, params);
        }
    }

    /** Sends the join of a requested topic, or asks its supplier for params first. */
    private void join(WantedTopic wanted, Payload params) {
        long due = output.now() + configured(Configuration::credentialsTimeout);
        ClientEffect.AskParams question = wanted.ask(nextAsking, due);
        if (question == null) {
            send(wanted, params);
        } else {
            nextAsking++;
            output.emit(question);
        }
    }

    /** Sends a join with the params of its supplier, unless the params are late. */
    void given(String topic, long asking, Payload params) {
        WantedTopic wanted = topics.get(topic);
        if (wanted != null && wanted.isAsking(asking)) {
            send(wanted, params);
        }
    }

    /** Handles a failure of the supplier of params for this join. */
    void refused(String topic, long asking, String detail) {
        WantedTopic wanted = topics.get(topic);
        if (wanted != null && wanted.isAsking(asking)) {
            TopicCloseReason reason = new TopicCloseReason.ParamsFailed(detail);
            Event.OfTopic failed = new Event.TopicJoinFailed(topic, reason);
            closed(failed, reason, JoinStatus.REQUESTED);
            callbacks.add(failed);
        }
    }

    private void send(WantedTopic wanted, Payload params) {
        Ref unused = wanted.takeRef();
        Ref ref = unused == null ? new Ref("r" + nextRef++) : unused;
        wanted.cancelTimer();
        // Uses the current configuration, because there may have been no configuration when the user asked to join.
        long timeout = wanted.joinTimeout(configured(Configuration::joinTimeout));
        reconnector.send(new Command.JoinTopic(ref, wanted.name(), params, Duration.ofNanos(timeout)));
    }

    /** Notes that a join has lasted for the stable period. */
    void stable(String topic) {
        WantedTopic wanted = topics.get(topic);
        if (wanted != null) {
            wanted.stable();
        }
    }

    // --- buffered pushes --------------------------------------------------------------------------------------------

    /** Sends a buffered push, unless its timeout has passed. */
    private void send(WantedTopic.HeldPush held) {
        Command.PushMessage due = requests.released(held);
        if (due != null) {
            reconnector.send(due);
        }
    }

    /** Ends a buffered push that has expired. */
    void expired(String topic, Ref ref) {
        WantedTopic wanted = topics.get(topic);
        WantedTopic.HeldPush late = wanted == null ? null : wanted.expire(ref);
        if (late != null) {
            requests.expire(late);
        }
    }

    /**
     * Cancels all timers and buffered pushes, because the client ends. Buffered requests get an outcome; plain pushes
     * get no callback, and are only reported.
     */
    void stop() {
        callers = null; // the process refuses the callers
        for (WantedTopic wanted : topics.values()) {
            wanted.cancelTimer();
            requests.cancelHeld(wanted);
        }
    }

    private void apply(Event event) {
        state.apply(reconnector.connection(), event);
    }

    /** An option of the current configuration, in nanoseconds; 0 if there is no configuration. */
    private long configured(Function<Configuration, Duration> option) {
        return state.get().configuration().map(option).orElse(Duration.ZERO).toNanos();
    }

    @Override
    public String toString() {
        return topics + ", retries=" + retries.keySet() + (isUndecided ? ", undecided" : "") + ", next ref r" + nextRef
                + ", next asking " + nextAsking + ", next order " + nextOrder + ", callers=" + callers;
    }
}
