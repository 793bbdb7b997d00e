package dev.slipstream.process;

import dev.slipstream.core.Connection;
import dev.slipstream.core.Event;
import dev.slipstream.core.EventMatcher;
import dev.slipstream.core.Failure;
import dev.slipstream.core.Signature;
import dev.slipstream.core.machine.client.ClientInput;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One wait of a callback or a script for an event. It searches the mailbox, carries out the client's timers and retries
 * meanwhile, and parks until there is more mail.
 *
 * @param <E> the type of the awaited event
 */
final class Await<E> {

    /** The client that waits. */
    interface Client {

        boolean isScript();

        /** Whether an event of this connection matters to an await. */
        boolean isRelevant(Connection source, Event event);

        /** How many leaves of a topic are unanswered. */
        int leaving(String topic);

        /** Gives the machine a signature or another input. */
        void acceptAll(Object input);

        /** The event with which every await ends because the client ends; null while it runs. */
        @Nullable
        Event ending();

        /** Handles the deadlines that are due. Returns the next one, in nanoseconds. */
        long passTime();

        /** Resumes reading of the connection, regardless of the mailbox. */
        void resumeReading();
    }

    private final Client client;
    private final Mailbox mailbox;
    private final EventMatcher<E> wanted;
    private final Predicate<Event> ends;
    /** Events that the machine produced during the wait. They are not in the mailbox, and stay for their own callbacks. */
    private final Deque<Event> produced = new ArrayDeque<>();

    private final Map<String, Integer> left = new LinkedHashMap<>();
    private Mailbox.Cursor cursor;

    /**
     * Begins a search.
     *
     * @param ends matches the events after which waiting is useless
     * @param isOfMessages whether a message may match {@code wanted} or {@code ends}
     */
    Await(Client client, Mailbox mailbox, EventMatcher<E> wanted, Predicate<Event> ends, boolean isOfMessages) {
        this.client = client;
        this.mailbox = mailbox;
        this.wanted = wanted;
        this.ends = ends;
        this.cursor = isOfMessages || !hasOnlyMessages() ? mailbox.cursor() : mailbox.cursorBehindSkipped();
    }

    /** Whether all skipped events are messages of the live connection: then they need no second look. */
    private boolean hasOnlyMessages() {
        Signature.OfEvent oldest = mailbox.oldestOfSkippedMessages();
        return oldest != null && client.isRelevant(oldest.connection(), oldest.event());
    }

    /** Adds an event that the machine produced during the wait. */
    void add(Event event) {
        produced.add(event);
    }

    /** Waits for the event, and takes it out of the mailbox; earlier mail stays there, in order. */
    AwaitResult<E> run(Duration patience, ProcessRuntime runtime, ClientInbox inbox) {
        Duration deadline = runtime.clock().now().plus(patience);
        Waiters.Waiter waiter = runtime.waiters().waiter();
        try {
            while (true) {
                Event ending = client.ending();
                if (ending != null) {
                    return new AwaitResult.Ended<>(ending);
                }
                AwaitResult<E> found = look();
                if (found != null) {
                    return found;
                }
                makeRoom(inbox);
                Failure.Overflow overflow = mailbox.overflow();
                if (overflow != null) {
                    return new AwaitResult.Overflowed<>(overflow);
                }
                if (runtime.clock().now().compareTo(deadline) >= 0) {
                    return new AwaitResult.TimedOut<>(patience);
                }
                long due = client.passTime();
                if (!produced.isEmpty()) {
                    continue;
                }
                if (!inbox.isAwaited()) {
                    inbox.waits(waiter);
                    client.resumeReading();
                    continue; // search again: mail that arrived before the waiter was visible woke no thread
                }
                if (!waiter.parkUntil(due < deadline.toNanos() ? Duration.ofNanos(due) : deadline)) {
                    return new AwaitResult.Interrupted<>();
                }
            }
        } finally {
            inbox.waits(null);
        }
    }

    /** In a script no callback takes the events that the await skipped, so drop the oldest of them above the bound. */
    private void makeRoom(ClientInbox inbox) {
        boolean crowded = client.isScript();
        while (crowded && mailbox.isSkippedOverHighWater()) {
            crowded = inbox.displaced(mailbox.displace(inbox::isNobodys));
            cursor = mailbox.cursorBehindSkipped();
        }
    }

    /** Searches all mail that was not searched yet; null if none of it ends the await. */
    @Nullable
    AwaitResult<E> look() {
        while (true) {
            for (Event event = produced.poll(); event != null; event = produced.poll()) {
                E match = wanted.match(event).orElse(null);
                if (match != null || ends.test(event)) {
                    return match == null ? new AwaitResult.Ended<>(event) : new AwaitResult.Found<>(match);
                }
            }
            Object mail = cursor.next();
            if (mail == null) {
                return null;
            }
            AwaitResult<E> found = look(mail);
            if (found != null) {
                return found;
            }
        }
    }

    private @Nullable AwaitResult<E> look(Object mail) {
        switch (mail) {
            case Signature.OfEvent happened
            when !client.isRelevant(happened.connection(), happened.event()) -> {
                cursor.take(mail);
                client.acceptAll(happened); // the machine drops it, or ends the replaced attempt
            }
            case Signature.OfEvent happened when isOfLeftJoin(happened.event()) -> {}
            case Signature.OfEvent happened -> {
                Connection source = happened.connection();
                Event event = happened.event();
                if (event instanceof Event.TopicLeft(var topic)) {
                    left.merge(topic, 1, Integer::sum);
                }
                E match = wanted.match(event).orElse(null);
                boolean isVain = match == null && ends.test(event);
                if (match != null || (isVain && client.isScript())) {
                    cursor.take(mail);
                    List<Signature.OfEvent> before = isEnd(event)
                            ? cursor.takeBefore(
                                    passed -> passed.connection().equals(source) && isEndedBy(passed.event(), event))
                            : List.of();
                    before.stream().filter(passed -> !isMessage(passed)).forEach(client::acceptAll);
                    client.acceptAll(new ClientInput.EventAwaited(happened));
                    before.stream().filter(Await::isMessage).forEach(client::acceptAll); // the machine drops these
                } else if (isOrphan(event)) {
                    cursor.take(mail);
                    client.acceptAll(happened);
                }
                if (match != null) {
                    return new AwaitResult.Found<>(match);
                }
                return isVain ? new AwaitResult.Ended<>(event) : null;
            }
            case ClientInput.SupplierAnswer answer -> { // the awaited event may depend on it
                cursor.take(mail);
                client.acceptAll(answer);
            }
            case ClientInput later -> {}
            default -> throw new IllegalStateException("not mail: " + mail.getClass());
        }
        return null;
    }

    /** Whether an event belongs to a join that was left: the end of the leave was not seen yet. */
    private boolean isOfLeftJoin(Event event) {
        return event instanceof Event.OfTopic of
                && !(of instanceof Event.TopicLeft)
                && client.leaving(of.topic()) > left.getOrDefault(of.topic(), 0);
    }

    /** Whether this event makes skipped ones stale. */
    private static boolean isEnd(Event event) {
        return event instanceof Event.ChannelClosed
                || event instanceof Event.TopicLeft
                || event instanceof Event.TopicJoinClosed;
    }

    private static boolean isMessage(Signature.OfEvent mail) {
        return mail.event() instanceof Event.MessageReceived;
    }

    /**
     * Whether a taken event makes a skipped one stale: the end of a connection does so for the outcomes of its
     * requests, the end of a topic for its joins and messages.
     */
    private static boolean isEndedBy(Event passed, Event end) {
        return end instanceof Event.OfTopic of
                ? passed instanceof Event.OfTopic other && other.topic().equals(of.topic())
                : passed instanceof Event.ReplyReceived || passed instanceof Event.PushFailed;
    }

    /** Whether this is a reply to a session's push or to a request that was given up: no other await can take it. */
    private static boolean isOrphan(Event event) {
        return event instanceof Event.ReplyReceived(var ref, var reply) && SessionRefs.isOne(ref);
    }
}
