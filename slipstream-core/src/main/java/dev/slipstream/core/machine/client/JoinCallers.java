package dev.slipstream.core.machine.client;

import dev.slipstream.core.ConnectionStatus;
import dev.slipstream.core.DisconnectReason;
import dev.slipstream.core.From;
import dev.slipstream.core.JoinStatus;
import dev.slipstream.core.Operation;
import dev.slipstream.core.machine.SparseMap;
import dev.slipstream.core.machine.time.Deadlines;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The callers that wait until a topic is joined.
 *
 * <p>When the topic is joined, its callers are answered at once. When the client no longer wants the topic,
 * {@link #settle} answers the callers later, because a queued callback may join the topic again. When the client ends,
 * its process refuses the callers.
 */
final class JoinCallers {

    /**
     * One caller, which waits for the join. A timer limits how long other user code, such as the callbacks, may take
     * for each of two steps: to connect, and to ask for the join. The time to ask for the join counts only while a
     * connection is open.
     */
    private static final class Caller {

        private final From<?> from;
        private final String topic;
        private final long patience;
        private Deadlines.@Nullable Entry<ClientTimer> timer;
        /** When the timer was set. */
        private long since;
        /** How much of the time to ask for the join passed on earlier connections. */
        private long used;

        Caller(ClientInput.JoinAwaited awaited) {
            from = awaited.from();
            topic = awaited.topic();
            patience = awaited.patience();
        }
    }

    private final ClientOutput output;
    private final CurrentState state;
    private final Deadlines<ClientTimer> deadlines;
    /** The waiting callers by topic and ID. */
    private SparseMap<String, SparseMap<Long, Caller>> waiting = SparseMap.none();
    /** By topic: why it ended while callers wait. A reason stays while a queued callback may join the topic again. */
    private SparseMap<String, JoinEnd> ends = SparseMap.none();
    /** The callers whose time limit has passed. A caller stays here while a queued callback may ask for the join. */
    private SparseMap<Long, Caller> overdue = SparseMap.none();

    JoinCallers(ClientOutput output, CurrentState state, Deadlines<ClientTimer> deadlines) {
        this.output = output;
        this.state = state;
        this.deadlines = deadlines;
    }

    /**
     * Adds a caller. Answers the caller at once if the topic is joined.
     *
     * @param known the entry of the topic in {@link TopicEntries}, if any
     */
    void add(ClientInput.JoinAwaited awaited, @Nullable WantedTopic known) {
        Caller caller = new Caller(awaited);
        if (state.topic(caller.topic) == JoinStatus.JOINED) {
            answer(caller, null);
            return;
        }
        SparseMap<Long, Caller> others = waiting.get(caller.topic);
        waiting = waiting.with(
                caller.topic,
                (others == null ? SparseMap.<Long, Caller>none() : others).with(caller.from.id(), caller));
        boolean hasEnded =
                state.topic(caller.topic) != JoinStatus.NONE && !state.get().isWanted(caller.topic);
        if (known != null && hasEnded && !ends.containsKey(caller.topic)) {
            ends = ends.with(caller.topic, known.end());
        }
        startTimer(caller);
    }

    /** Removes a caller that no longer waits. */
    void remove(String topic, From<?> from) {
        SparseMap<Long, Caller> callers = waiting.get(topic);
        Caller gone = callers == null ? null : callers.remove(from.id());
        if (callers != null && gone != null) {
            stopTimer(gone);
            if (callers.isEmpty()) {
                waiting.remove(topic);
                ends.remove(topic);
            }
        }
    }

    /** Answers the callers of a topic that is joined. */
    void joined(String topic) {
        answerAll(topic, null);
    }

    /** Notes that a topic is no longer wanted. A callback may still join it again. */
    void ended(String topic, JoinEnd end) {
        if (waiting.containsKey(topic)) {
            ends = ends.with(topic, end);
        }
    }

    /** Notes that the connection is open. The time to ask for the joins runs from now on. */
    void connected() {
        each(this::startTimer);
    }

    /**
     * Notes that the connection or attempt has ended. The time to ask for the joins continues on the next connection.
     */
    void disconnected() {
        each(caller -> {
            if (missing(caller) != null) {
                caller.used += output.now() - caller.since;
                stopTimer(caller);
            }
        });
    }

    private void each(Consumer<Caller> action) {
        waiting.values().forEach(callers -> callers.values().forEach(action));
    }

    /** Notes that the time limit of a caller has passed. */
    void overdue(String topic, From<?> from) {
        SparseMap<Long, Caller> callers = waiting.get(topic);
        Caller late = callers == null ? null : callers.get(from.id());
        if (late != null) {
            overdue = overdue.with(late.from.id(), late);
        }
    }

    private void settleOverdue() {
        SparseMap<Long, Caller> late = overdue;
        overdue = SparseMap.none();
        for (Caller caller : late.values()) {
            JoinEnd end = missing(caller);
            if (end != null) {
                remove(caller.topic, caller.from);
                answer(caller, end);
            }
        }
    }

    /**
     * Answers the callers whose topics are no longer wanted or whose time limit has passed. If the client no longer
     * wants a connection, answers all callers. Called only after all callbacks that may connect or join have ended.
     *
     * @param last why the last connection or attempt ended
     */
    void settle(DisconnectReason last) {
        if (waiting.isEmpty()) {
            return;
        }
        settleOverdue();
        SparseMap<String, JoinEnd> ended = ends;
        ends = SparseMap.none();
        ended.forEach((topic, end) -> {
            if (!state.get().isWanted(topic)) {
                answerAll(topic, end);
            }
        });
        boolean isGivenUp = state.connection() == ConnectionStatus.DISCONNECTED
                && !state.get().wantsConnection()
                && state.get().configuration().isPresent();
        if (isGivenUp) {
            JoinEnd end = new JoinEnd.Disconnected(last);
            List.copyOf(waiting.keySet()).forEach(topic -> answerAll(topic, end));
        }
    }

    /**
     * What user code must do next for this caller: connect for the first time, or ask for the join while the connection
     * is open. Null if neither is needed.
     */
    private @Nullable JoinEnd missing(Caller caller) {
        if (state.get().configuration().isEmpty()) {
            return new JoinEnd.NeverConnected();
        }
        boolean isUnrequested =
                state.connection() == ConnectionStatus.CONNECTED && state.topic(caller.topic) == JoinStatus.NONE;
        return isUnrequested ? new JoinEnd.NeverRequested() : null;
    }

    private void startTimer(Caller caller) {
        stopTimer(caller);
        if (missing(caller) != null) {
            caller.since = output.now();
            caller.timer = deadlines.set(
                    caller.since + caller.patience - caller.used,
                    new ClientTimer.JoinNotRequested(caller.topic, caller.from));
        }
    }

    private void stopTimer(Caller caller) {
        deadlines.cancel(caller.timer);
        overdue.remove(caller.from.id());
    }

    private void answerAll(String topic, @Nullable JoinEnd end) {
        SparseMap<Long, Caller> callers = waiting.remove(topic);
        ends.remove(topic);
        if (callers != null) {
            for (Caller caller : callers.values()) {
                stopTimer(caller);
                answer(caller, end);
            }
        }
    }

    private void answer(Caller caller, @Nullable JoinEnd end) {
        output.answer(new Operation.AnswerCaller.Answer(caller.from, end));
    }

    @Override
    public String toString() {
        return waiting.keySet() + ", ended=" + ends.keySet() + ", overdue=" + overdue.size();
    }
}
