package dev.slipstream.process;

import dev.slipstream.core.Event;
import dev.slipstream.core.Failure;
import dev.slipstream.core.Observation;
import dev.slipstream.core.Reply;
import dev.slipstream.core.Signature;
import dev.slipstream.core.Signatures;
import dev.slipstream.core.Telemetry;
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
 * What waits for one client: many put in, one takes out.
 *
 * <p>Events of the connection and messages of user code have bounds of their own: else a timer could stop the reading of
 * the socket. What an await passes over is kept in order and comes first.
 */
final class Mailbox {

    private static final long EVENT_OVERHEAD = 64;
    private static final int AWAIT_FACTOR = 10;

    private final Queue<Object> incoming = new ConcurrentLinkedQueue<>();

    @SuppressWarnings("JdkObsolete") // linked, since an await takes out of the middle of what may be 100,000 events
    private @Nullable LinkedList<Object> skipped;

    private final AtomicInteger events = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicInteger messages = new AtomicInteger();
    // Written by the one who takes out alone.
    private volatile int skippedEvents;
    private volatile long skippedBytes;

    /** Events that were passed over and are no messages; for the one who takes out. */
    private int skippedSigns;

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

    /** Puts in something that must not be refused, such as the answer of a supplier. */
    void put(Object mail) {
        messages.incrementAndGet();
        incoming.add(mail);
    }

    /** Whether user code may put in one message more. */
    boolean hasRoom() {
        return messages.get() < maxMessages;
    }

    /** Whether reading from the socket should pause. */
    boolean isOverHighWater() {
        return events.get() >= maxMessages || bytes.get() >= maxBytes;
    }

    /** Whether more events than the mailbox should hold were looked at and passed over. */
    boolean isSkippedOverHighWater() {
        return skippedEvents > maxMessages || skippedBytes > maxBytes;
    }

    /** Whether more events than the mailbox should hold wait for the first look at them. */
    boolean isIncomingOverHighWater() {
        return events.get() - skippedEvents > maxMessages || bytes.get() - skippedBytes > maxBytes;
    }

    /** Whether reading from the socket may go on. */
    boolean isUnderLowWater() {
        return events.get() <= maxMessages / 2 && bytes.get() <= maxBytes / 2;
    }

    /** What an await ends with if so much waits behind it that it must; else null. */
    Failure.@Nullable Overflow overflow() {
        long messages = (long) maxMessages * AWAIT_FACTOR;
        long weight = maxBytes > Long.MAX_VALUE / AWAIT_FACTOR ? Long.MAX_VALUE : maxBytes * AWAIT_FACTOR;
        if (events.get() >= messages) {
            return new Failure.Overflow("the mailbox behind an await", messages);
        }
        return bytes.get() >= weight ? new Failure.Overflow("the bytes in the mailbox behind an await", weight) : null;
    }

    /** How much waits. */
    Observation.QueuesMeasured measured() {
        return new Observation.QueuesMeasured(events.get(), bytes.get(), messages.get());
    }

    /** Takes out the oldest mail. */
    @Nullable
    Object take() {
        Object seen = skipped == null ? null : skipped.poll();
        if (seen != null) {
            return takenSkipped(seen);
        }
        Object mail = incoming.poll();
        return mail == null ? null : taken(mail);
    }

    /** Returns a way through all mail, from the oldest on. Nothing may be taken out beside it. */
    Cursor cursor() {
        return new Cursor(skipped().listIterator());
    }

    /**
     * The oldest of what was passed over, if all events among that are messages; null if others are, or nothing was. An event
     * behind it is of the same connection or a later one.
     */
    Signature.@Nullable OfEvent oldestOfSkippedMessages() {
        return skippedSigns == 0 && skipped().peekFirst() instanceof Signature.OfEvent event ? event : null;
    }

    /** Returns a way through the mail that nobody has looked at yet. */
    Cursor cursorBehindSkipped() {
        return new Cursor(skipped().listIterator(skipped().size()));
    }

    /** Lets go of the oldest event that was passed over and is nobody's; a cursor in use is of no use after that. */
    @Nullable
    Event displace(Predicate<Event> isNobodys) {
        for (Iterator<Object> all = skipped().iterator(); all.hasNext(); ) {
            Object mail = all.next();
            Event event = Signatures.event(mail).filter(isNobodys).orElse(null);
            if (event != null) {
                all.remove();
                takenSkipped(mail);
                return event;
            }
        }
        return null;
    }

    /** As {@link #displace}, for whoever puts in: looks at what nobody has looked at yet. */
    @Nullable
    Event displaceIncoming(Predicate<Event> isNobodys) {
        for (Iterator<Object> all = incoming.iterator(); all.hasNext(); ) {
            Object mail = all.next();
            Event event = Signatures.event(mail).filter(isNobodys).orElse(null);
            if (event != null && incoming.remove(new Itself(mail))) {
                taken(mail);
                return event;
            }
        }
        return null;
    }

    /** Equal to one object alone: two events may be equal and weigh differently, as their payloads are spelled. */
    private record Itself(Object mail) {

        @Override
        @SuppressWarnings("ReferenceEquality") // it is what this is for
        public boolean equals(@Nullable Object other) {
            return other == mail;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(mail);
        }
    }

    /** A way through the mail that can be gone on when more has come. */
    final class Cursor {

        private final ListIterator<Object> iterator;

        private Cursor(ListIterator<Object> iterator) {
            this.iterator = iterator;
        }

        /** The next mail, which stays where it is; null if there is none yet. */
        @Nullable
        Object next() {
            if (!iterator.hasNext()) {
                Object fresh = incoming.poll();
                if (fresh == null) {
                    return null;
                }
                iterator.add(fresh);
                if (fresh instanceof Signature.OfEvent event) {
                    countSkipped(1, weight(event));
                    skippedSigns += isMessage(event) ? 0 : 1;
                }
                iterator.previous();
            }
            return iterator.next();
        }

        /** Takes out the events that fit and lie before this place, in order; the cursor is of no use after that. */
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

        /** Takes out the mail that was visited last. */
        void take(Object mail) {
            iterator.remove();
            takenSkipped(mail);
        }
    }

    /** Made for the first await. */
    @SuppressWarnings({"JdkObsolete", "NonApiType"}) // as the field says
    private LinkedList<Object> skipped() {
        LinkedList<Object> made = skipped == null ? new LinkedList<>() : skipped;
        skipped = made;
        return made;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // for the one who takes out
    private void countSkipped(int more, long heavier) {
        skippedEvents += more;
        skippedBytes += heavier;
    }

    private Object takenSkipped(Object mail) {
        if (mail instanceof Signature.OfEvent event) {
            countSkipped(-1, -weight(event));
            skippedSigns -= isMessage(event) ? 0 : 1;
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

    /** The bytes of memory that an event keeps of its frame. */
    private static long weight(Signature.OfEvent event) {
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
            case Event.TopicLeft(var topic) -> weight(topic);
            case Event.PushFailed failed -> 0;
            case Event.Internal internal -> 0;
        };
        return EVENT_OVERHEAD + held;
    }

    /** The most that a name keeps: looking at its chars would cost more than the bound gains. */
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
            case TopicCloseReason.ParamsFailed ours -> 0;
            case TopicCloseReason.Crashed(var payload) -> payload.retainedBytes();
        };
    }
}
