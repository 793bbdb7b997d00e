package dev.slipstream.process;

import dev.slipstream.core.Operation;
import dev.slipstream.core.Signature;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The events of a connection that the mailbox of the client has not received yet. The mailbox receives several events
 * as one entry, because each entry costs both threads time.
 *
 * <p>Used only by the thread that drains the connection.
 */
final class NewEvents {

    private final ConnectionOwner owner;
    private final ReadGate gate;
    /** The only new event; null if there is no new event, or if a batch holds several. */
    private Signature.@Nullable OfEvent single;

    private @Nullable EventBatch batch;
    private int count;
    private long bytes;
    /** Whether the last event of the connection was added. */
    private boolean over;
    /** Whether the client must be woken, because its mailbox received events. */
    private boolean wakes;

    /** Makes an empty collection; {@code gate} pauses reading from the connection when the mailbox is full. */
    NewEvents(ConnectionOwner owner, ReadGate gate) {
        this.owner = owner;
        this.gate = gate;
    }

    /** Adds an event, which is the last one of the connection if {@code isLast}. */
    void add(Signature.OfEvent event, boolean isLast) {
        over |= isLast;
        if (count == 0) {
            single = event;
        } else {
            batchOfAll().add(event);
        }
        count++;
        bytes += Mailbox.weight(event);
        if (owner.isFullBatch(count, bytes)) {
            boolean unused = pass(); // this thread drains the queue, so it finds the pause there
        }
    }

    private EventBatch batchOfAll() {
        EventBatch all = batch;
        if (all == null) {
            all = new EventBatch();
            all.add(Objects.requireNonNull(single));
            single = null;
            batch = all;
        }
        return all;
    }

    /**
     * Passes the events to the mailbox, without waking the client, and pauses reading if the mailbox is then full.
     * Returns whether it queued a pause.
     */
    boolean pass() {
        if (count == 0) {
            return false;
        }
        if (batch != null) {
            owner.add(batch, count, bytes);
        } else if (single != null) {
            owner.add(single);
        }
        single = null;
        batch = null;
        count = 0;
        bytes = 0;
        wakes = true;
        return !over && gate.pauseIfFull();
    }

    /** Answers a caller after the mailbox has received all events, because the events are older than the answer. */
    void answer(Operation.AnswerCaller answer) {
        boolean unused = pass(); // this thread drains the queue, so it finds the pause there
        owner.answered(answer);
    }

    /** Wakes the client if its mailbox received events since the last call. */
    void wakeOwner() {
        if (wakes) {
            wakes = false;
            owner.wake();
        }
    }
}
