// This file has more than 300 lines, because both queues and all their counts are in one place.
package dev.slipstream.process;

import dev.slipstream.core.Event;
import dev.slipstream.core.Failure;
import dev.slipstream.core.Observation;
import dev.slipstream.core.Reply;
import dev.slipstream.core.Signature;
import dev.slipstream.core.Signatures;
import dev.slipstream.core.TopicCloseReason;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedList;
import java.util.List;
import java.util.ListIterator;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The mailbox of one client. Mail is an event of the connection, or another input of the client's state machine. Many
 * threads add mail, and one thread takes it.
 *
 * <p>Events of the connection and messages of user code are counted separately. Otherwise messages of a timer could
 * pause reading from the connection. Mail that an await skips stays in order, and is taken before newer mail.
 */
final class Mailbox {

    private static final long EVENT_OVERHEAD = 64;
    private static final int AWAIT_FACTOR = 10;
    private static final int MAX_BATCH = 64;
    private static final int MAX_BATCH_BYTES = 1 << 16;
    /** A batch is full at a quarter of a limit, because the mailbox can exceed its limit by one batch. */
    private static final int BATCHES = 4;

    private final Queue<Object> incoming = new ConcurrentLinkedQueue<>();

    @SuppressWarnings("JdkObsolete") // linked, because an await removes from the middle of many events
    private @Nullable LinkedList<Object> skipped;

    /** The batch that the taking thread has begun; null if there is none, or all its events are taken. */
    private @Nullable EventBatch begun;
    /** How many events of the batch were taken, and their weight. The counts below still include them. */
    private int takenEvents;

    private long takenBytes;

    private final AtomicInteger events = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicInteger messages = new AtomicInteger();
    // Written only by the taking thread.
    private volatile int skippedEvents;
    private volatile long skippedBytes;

    /** The number of skipped events other than {@code MessageReceived}. Used only by the taking thread. */
    private int skippedNonMessages;

    private final int maxMessages;
    private final long maxBytes;

    Mailbox(int maxMessages, long maxBytes) {
        this.maxMessages = maxMessages;
        this.maxBytes = maxBytes;
    }

    void putEvent(Signature.OfEvent event) {
        events.incrementAndGet();
        bytes.addAndGet(weight(event));
        incoming.add(event);
    }

    /** Adds several events of one connection as one entry. */
    void putBatch(EventBatch batch, int count, long weight) {
        events.addAndGet(count);
        bytes.addAndGet(weight);
        incoming.add(batch);
    }

    /** Whether a batch of this size must be put before another event is added to it. */
    boolean isFullBatch(int count, long weight) {
        return count >= MAX_BATCH
                || weight >= MAX_BATCH_BYTES
                || count >= maxMessages / BATCHES
                || weight >= maxBytes / BATCHES;
    }

    /** Adds mail regardless of the limits, such as the answer of a supplier. */
    void put(Object mail) {
        messages.incrementAndGet();
        incoming.add(mail);
    }

    /** Whether user code may add one more message. */
    boolean hasRoom() {
        return messages.get() < maxMessages;
    }

    /** Whether reading from the connection should pause. */
    boolean isOverHighWater() {
        return events.get() >= maxMessages || bytes.get() >= maxBytes;
    }

    /** Whether the skipped events exceed a limit. */
    boolean isSkippedOverHighWater() {
        return skippedEvents > maxMessages || skippedBytes > maxBytes;
    }

    /** Whether the events that no await has searched exceed a limit. */
    boolean isIncomingOverHighWater() {
        return events.get() - skippedEvents > maxMessages || bytes.get() - skippedBytes > maxBytes;
    }

    /** Whether reading from the connection may resume. */
    boolean isUnderLowWater() {
        return events.get() <= maxMessages / 2 && bytes.get() <= maxBytes / 2;
    }

    /** If the mailbox holds ten times its limit, returns the failure that ends the await; else null. */
    Failure.@Nullable Overflow overflow() {
        long messages = (long) maxMessages * AWAIT_FACTOR;
        long weight = maxBytes > Long.MAX_VALUE / AWAIT_FACTOR ? Long.MAX_VALUE : maxBytes * AWAIT_FACTOR;
        if (events.get() >= messages) {
            return new Failure.Overflow("events in the mailbox during an await", messages);
        }
        return bytes.get() >= weight ? new Failure.Overflow("bytes in the mailbox during an await", weight) : null;
    }

    /**
     * Returns the sizes of the queues for telemetry. Any thread may call this method.
     *
     * @param outbound the number of messages in the outbound queue of the connection
     */
    Observation.QueuesMeasured measured(int outbound) {
        return new Observation.QueuesMeasured(events.get(), bytes.get(), messages.get(), outbound);
    }

    /** Removes and returns the oldest mail. */
    @Nullable
    Object take() {
        Object seen = skipped == null ? null : skipped.poll();
        if (seen != null) {
            return takenSkipped(seen);
        }
        Object mail = poll();
        if (!(mail instanceof Signature.OfEvent event)) {
            return mail == null ? null : taken(mail);
        }
        takenEvents++;
        takenBytes += weight(event);
        if (begun == null) {
            countTaken();
        }
        return mail;
    }

    /** Removes and returns the oldest mail that no await has searched. The counts still include it. */
    private @Nullable Object poll() {
        EventBatch batch = begun;
        Object mail = batch == null ? incoming.poll() : batch.take();
        if (mail instanceof EventBatch next) {
            batch = next;
            mail = next.take();
        }
        begun = batch == null || batch.isEmpty() ? null : batch;
        return mail;
    }

    /** Subtracts the taken events from the counts, once for each batch, because other threads also use the counts. */
    private void countTaken() {
        events.addAndGet(-takenEvents);
        bytes.addAndGet(-takenBytes);
        takenEvents = 0;
        takenBytes = 0;
    }

    /** Returns a cursor over all mail, oldest first. While it is in use, only the cursor may take mail. */
    Cursor cursor() {
        countTaken();
        return new Cursor(skipped().listIterator());
    }

    /**
     * The oldest skipped event if all skipped events are {@code MessageReceived}, else null. All later events are from
     * the same connection or a newer one, so if this event is of the current connection, all are.
     */
    Signature.@Nullable OfEvent oldestOfSkippedMessages() {
        return skippedNonMessages == 0 && skipped().peekFirst() instanceof Signature.OfEvent event ? event : null;
    }

    /** Returns a cursor over the mail that no await has searched. */
    Cursor cursorBehindSkipped() {
        countTaken();
        return new Cursor(skipped().listIterator(skipped().size()));
    }

    /** Drops and returns the oldest skipped event that matches. A cursor in use becomes invalid. */
    @Nullable
    Event displace(Predicate<Event> isDroppable) {
        for (Iterator<Object> all = skipped().iterator(); all.hasNext(); ) {
            Object mail = all.next();
            Event event = Signatures.event(mail).filter(isDroppable).orElse(null);
            if (event != null) {
                all.remove();
                takenSkipped(mail);
                return event;
            }
        }
        return null;
    }

    /** As {@link #displace}, but for the events that no await has searched. Called by a thread that adds mail. */
    @Nullable
    Event displaceIncoming(Predicate<Event> isDroppable) {
        for (Iterator<Object> all = incoming.iterator(); all.hasNext(); ) {
            Object mail = all.next();
            Event event = Signatures.event(mail).filter(isDroppable).orElse(null);
            if (event != null && incoming.remove(new Itself(mail))) {
                taken(mail);
                return event;
            }
        }
        return null;
    }

    /**
     * Finds mail by identity. An equal event may have a JSON text of another size. If that event were removed instead,
     * the count of bytes would be wrong.
     */
    private record Itself(Object mail) {

        @Override
        @SuppressWarnings("ReferenceEquality") // this record compares by identity
        public boolean equals(@Nullable Object other) {
            return other == mail;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(mail);
        }
    }

    /** An iterator over the mail, which can continue after more mail was added. */
    final class Cursor {

        private final ListIterator<Object> iterator;

        private Cursor(ListIterator<Object> iterator) {
            this.iterator = iterator;
        }

        /** Returns the next mail, but does not remove it. Returns null if there is none yet. */
        @Nullable
        Object next() {
            if (!iterator.hasNext()) {
                Object fresh = poll();
                if (fresh == null) {
                    return null;
                }
                iterator.add(fresh);
                if (fresh instanceof Signature.OfEvent event) {
                    countSkipped(1, weight(event));
                    skippedNonMessages += isMessage(event) ? 0 : 1;
                }
                iterator.previous();
            }
            return iterator.next();
        }

        /** Removes and returns the matching events before the position, in order. The cursor is then invalid. */
        List<Signature.OfEvent> takeBefore(Predicate<Signature.OfEvent> fits) {
            List<Signature.OfEvent> taken = new ArrayList<>();
            Iterator<Object> all = skipped().iterator();
            for (int before = iterator.nextIndex(); before > 0; before--) {
                if (all.next() instanceof Signature.OfEvent mail && fits.test(mail)) {
                    all.remove();
                    takenSkipped(mail);
                    taken.add(mail);
                }
            }
            return taken;
        }

        /** Removes the mail that the cursor returned last. */
        void take(Object mail) {
            iterator.remove();
            takenSkipped(mail);
        }
    }

    /** Returns the list of skipped mail, which is made for the first await. */
    @SuppressWarnings({"JdkObsolete", "NonApiType"}) // see the field
    private LinkedList<Object> skipped() {
        LinkedList<Object> made = skipped == null ? new LinkedList<>() : skipped;
        skipped = made;
        return made;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // only the taking thread writes it
    private void countSkipped(int more, long heavier) {
        skippedEvents += more;
        skippedBytes += heavier;
    }

    private Object takenSkipped(Object mail) {
        if (mail instanceof Signature.OfEvent event) {
            countSkipped(-1, -weight(event));
            skippedNonMessages -= isMessage(event) ? 0 : 1;
        }
        return taken(mail);
    }

    private Object taken(Object mail) {
        if (mail instanceof Signature.OfEvent event) {
            events.decrementAndGet();
            bytes.addAndGet(-weight(event));
        } else {
            messages.decrementAndGet();
        }
        return mail;
    }

    private static boolean isMessage(Signature.OfEvent event) {
        return event.event() instanceof Event.MessageReceived;
    }

    /** How many bytes of its frame an event keeps in memory. */
    static long weight(Signature.OfEvent event) {
        long held = switch (event.event()) {
            case Event.MessageReceived(var topic, var name, var payload) ->
                weight(topic) + weight(name) + payload.retainedBytes();
            case Event.ReplyReceived(var ref, var reply) -> weight(reply);
            case Event.TopicJoinSucceeded(var topic, var response) -> weight(topic) + response.retainedBytes();
            case Event.TopicJoinFailed(var topic, var reason) -> weight(topic) + weight(reason);
            case Event.TopicJoinClosed(var topic, var reason) -> weight(topic) + weight(reason);
            case Event.ChannelConnected connected -> 0;
            case Event.ChannelConnectFailed failed -> 0;
            case Event.ChannelClosed ended -> 0;
            case Event.TopicLeft(var topic, var cause) -> weight(topic);
            case Event.PushFailed failed -> 0;
            case Event.Internal internal -> 0;
        };
        return EVENT_OVERHEAD + held;
    }

    /** The most bytes that a name can keep in memory. An exact size would require reading all its chars. */
    private static long weight(String name) {
        return 2L * name.length();
    }

    private static long weight(Reply reply) {
        return switch (reply) {
            case Reply.Ok(var response) -> response.retainedBytes();
            case Reply.Error(var response) -> response.retainedBytes();
            case Reply.Other(var status, var response) -> weight(status) + response.retainedBytes();
            case Reply.Lost lost -> 0;
        };
    }

    private static long weight(TopicCloseReason reason) {
        return switch (reason) {
            case TopicCloseReason.JoinRefused(var response) -> response.retainedBytes();
            case TopicCloseReason.JoinTimedOut late -> 0;
            case TopicCloseReason.NotSent unsent -> 0;
            case TopicCloseReason.ParamsFailed ours -> 0;
            case TopicCloseReason.Ended() -> 0;
            case TopicCloseReason.Crashed(var payload) -> payload.retainedBytes();
        };
    }
}
