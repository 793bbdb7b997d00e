package dev.slipstream.process;

import dev.slipstream.core.From;
import dev.slipstream.core.Operation;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLongFieldUpdater;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import org.jspecify.annotations.Nullable;

/** The calls from other threads that wait for an answer from one client. */
public final class PendingCalls {

    private static final AtomicLongFieldUpdater<PendingCalls> LAST =
            AtomicLongFieldUpdater.newUpdater(PendingCalls.class, "last");
    private static final AtomicReferenceFieldUpdater<PendingCalls, Map<Long, CompletableFuture<Operation.AnswerCaller>>>
            WAITING = updater();

    /** The waiting callers by ID. The map is made for the first caller, because most clients are never called. */
    private volatile @Nullable Map<Long, CompletableFuture<Operation.AnswerCaller>> waiting;

    /** The ID of the last call. Each client counts separately, so that a simulation repeats exactly. */
    @SuppressWarnings("UnusedVariable") // its updater reads it
    private volatile long last;

    private volatile @Nullable String closed;
    /**
     * Answers that callbacks have given, but that are not sent yet. They are sent once {@link LatestSocket} shows the
     * state that the callback left.
     */
    private @Nullable Queue<Operation.AnswerCaller> kept;

    PendingCalls() {}

    /**
     * A caller with its future answer or refusal.
     *
     * @param <T> the type of the answer
     */
    public record PendingCall<T>(From<T> from, CompletableFuture<Operation.AnswerCaller> answer) {}

    /** Removes a caller that gave up; a later answer is dropped. */
    public void forget(From<?> from) {
        waiting().remove(from.id());
    }

    /** Adds a caller. If the client has ended, the caller is refused at once. */
    public <T> PendingCall<T> add() {
        long id = LAST.incrementAndGet(this);
        CompletableFuture<Operation.AnswerCaller> answer = new CompletableFuture<>();
        From<T> from = new From<>(id);
        waiting().put(id, answer);
        // A concurrent close() sets the field "closed" and then refuses the callers in the map. This thread adds its
        // caller and then reads the field. So either close() finds the caller, or this thread finds the field set.
        String why = closed;
        if (why != null) {
            answer(new Operation.AnswerCaller.Ended(from, why));
        }
        return new PendingCall<>(from, answer);
    }

    /** Keeps an answer until {@link #answerKept}. Only for the draining thread (see {@link Drain}). */
    void keep(Operation.AnswerCaller answer) {
        Queue<Operation.AnswerCaller> more = kept == null ? new ArrayDeque<>() : kept;
        more.add(answer);
        kept = more;
    }

    /** Whether answers are kept. Only for the draining thread. */
    boolean hasKept() {
        return kept != null;
    }

    /** Sends the kept answers. Only for the draining thread. */
    void answerKept() {
        Queue<Operation.AnswerCaller> due = kept;
        if (due != null) {
            kept = null;
            due.forEach(this::answer);
        }
    }

    /** Ends the wait of a caller. Does nothing if the caller was already answered or gave up. */
    void answer(Operation.AnswerCaller operation) {
        CompletableFuture<Operation.AnswerCaller> answer =
                waiting().remove(operation.from().id());
        if (answer != null) {
            answer.complete(operation);
        }
    }

    /** Refuses all waiting and later callers. */
    void close(String why) {
        closed = why;
        waiting().forEach((id, answer) -> answer(new Operation.AnswerCaller.Ended(new From<>(id), why)));
    }

    @Override
    public String toString() {
        Map<Long, CompletableFuture<Operation.AnswerCaller>> made = waiting;
        return (made == null ? 0 : made.size()) + " calls wait";
    }

    private Map<Long, CompletableFuture<Operation.AnswerCaller>> waiting() {
        Map<Long, CompletableFuture<Operation.AnswerCaller>> made = waiting;
        if (made == null) {
            WAITING.compareAndSet(this, null, new ConcurrentHashMap<>(1));
            made = Objects.requireNonNull(waiting);
        }
        return made;
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // a generic type has no class object
    private static AtomicReferenceFieldUpdater<PendingCalls, Map<Long, CompletableFuture<Operation.AnswerCaller>>>
            updater() {
        return (AtomicReferenceFieldUpdater)
                AtomicReferenceFieldUpdater.newUpdater(PendingCalls.class, Map.class, "waiting");
    }
}
