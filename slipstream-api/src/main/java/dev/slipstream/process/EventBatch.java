package dev.slipstream.process;

import dev.slipstream.core.Signature;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Several events of one connection, which are one entry of the {@link Mailbox}. The thread that drains the connection
 * adds the events. Afterwards the thread of the client takes them. So only one thread at a time uses a batch.
 */
final class EventBatch {

    private Signature.@Nullable OfEvent[] events = new Signature.@Nullable OfEvent[8];
    private int added;
    private int taken;

    /** Adds the newest event. */
    void add(Signature.OfEvent event) {
        if (added == events.length) {
            events = Arrays.copyOf(events, 2 * added);
        }
        events[added++] = event;
    }

    /** Removes and returns the oldest event. Returns null if there are no more events. */
    Signature.@Nullable OfEvent take() {
        if (taken == added) {
            return null;
        }
        Signature.OfEvent event = events[taken];
        events[taken++] = null; // so that the event can be collected while the batch is in use
        return event;
    }

    boolean isEmpty() {
        return taken == added;
    }
}
