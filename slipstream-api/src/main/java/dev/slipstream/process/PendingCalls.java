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

/** Threads that wait for an answer of one client. */
public final class PendingCalls {

    private static final AtomicLongFieldUpdater<PendingCalls> LAST =
            AtomicLongFieldUpdater.newUpdater(PendingCalls.class, "last");
    private static final AtomicReferenceFieldUpdater<PendingCalls, Map<Long, CompletableFuture<Operation.AnswerCaller>>>
            WAITING = updater();

    /** Made for the first one that waits: most clients are never asked anything. */
    private volatile @Nullable Map<Long, CompletableFuture<Operation.AnswerCaller>> waiting;

    /** The number of the caller that came last: each client's own, so that what is simulated is the same each time. */
    @SuppressWarnings("UnusedVariable") // its updater reads it
    private volatile long last;

    private volatile @Nullable String closed;
    /** What callers are to be told once {@code socket()} shows what it came with. */
    private @Nullable Queue<Operation.AnswerCaller> kept;

    PendingCalls() {}

    /**
     * A caller, and what it waits for: an answer or a refusal.
     *
     * @param <T> of the answer
     */
    public record PendingCall<T>(From<T> from, CompletableFuture<Operation.AnswerCaller> answer) {}

    /** Gives a wait up: an answer that comes later goes nowhere. */
    public void forget(From<?> from) {
        waiting().remove(from.id());
    }

    /** Begins a wait, which ends at once if the client has ended. */
    public <T> PendingCall<T> add() {
        long id = LAST.incrementAndGet(this);
        CompletableFuture<Operation.AnswerCaller> answer = new CompletableFuture<>();
        From<T> from = new From<>(id);
        waiting().put(id, answer);
        // Behind the put: whoever closes either finds it there, or has closed before this look.
        String why = closed;
        if (why != null) {
            answer(new Operation.AnswerCaller.Refusal(from, why));
        }
        return new PendingCall<>(from, answer);
    }

    /** Has a caller wait until {@link #answerKept}. For whoever drains. */
    void keep(Operation.AnswerCaller answer) {
        Queue<Operation.AnswerCaller> more = kept == null ? new ArrayDeque<>() : kept;
        more.add(answer);
        kept = more;
    }

    /** Tells those for whom there are answers. For whoever drains. */
    void answerKept() {
        Queue<Operation.AnswerCaller> due = kept;
        if (due != null) {
            kept = null;
            due.forEach(this::answer);
        }
    }

    /** Ends the wait that the letter names; one that was answered or given up before is left alone. */
    void answer(Operation.AnswerCaller operation) {
        CompletableFuture<Operation.AnswerCaller> answer =
                waiting().remove(operation.from().id());
        if (answer != null) {
            answer.complete(operation);
        }
    }

    /** Refuses all that wait, and all that come. */
    void close(String why) {
        closed = why;
        waiting().forEach((id, answer) -> answer(new Operation.AnswerCaller.Refusal(new From<>(id), why)));
    }

    private Map<Long, CompletableFuture<Operation.AnswerCaller>> waiting() {
        Map<Long, CompletableFuture<Operation.AnswerCaller>> made = waiting;
        if (made == null) {
            WAITING.compareAndSet(this, null, new ConcurrentHashMap<>(1));
            made = Objects.requireNonNull(waiting);
        }
        return made;
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // there is no class of a generic type
    private static AtomicReferenceFieldUpdater<PendingCalls, Map<Long, CompletableFuture<Operation.AnswerCaller>>>
            updater() {
        return (AtomicReferenceFieldUpdater)
                AtomicReferenceFieldUpdater.newUpdater(PendingCalls.class, Map.class, "waiting");
    }
}
