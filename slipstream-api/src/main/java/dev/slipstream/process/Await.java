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
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One wait of a callback or a script for an event. It searches the mailbox, handles timers and retries of the client
 * that are due, and parks the thread until more mail arrives.
 *
 * @param <E> the type of the awaited event
 */
final class Await<E> {

    /** The client whose callback or script waits. */
    interface Client {

        boolean isScript();

        /** Whether an await may take this event. False if its connection was replaced, cancelled or ended. */
        boolean isRelevant(Connection source, Event event);

        /** How many leaves of a topic have no answer yet. */
        int leaving(String topic);

        /** Gives the client's state machine (the machine) an event of a connection, or another input. */
        void acceptAll(Object input);

        /** The event that ends all awaits if the client is ending; null while the client runs. */
        @Nullable
        Event ending();

        /** Handles the deadlines that are due. Returns the next deadline, in nanoseconds. */
        long passTime();

        /** Resumes reading from the connection, even if the mailbox is full. */
        void resumeReading();
    }

    private final Client client;
    private final Mailbox mailbox;
    private final EventMatcher<E> wanted;
    private final Predicate<Event> ends;
    private final Supplier<@Nullable E> answer;
    /** Events that the machine produced during the wait. They are not in the mailbox; callbacks receive them too. */
    private final Deque<Event> produced = new ArrayDeque<>();

    /** How many {@code TopicLeft} events of each topic this await has read. */
    private final Map<String, Integer> left = new LinkedHashMap<>();

    private Mailbox.Cursor cursor;

    /**
     * Begins an await; {@link #run} waits.
     *
     * @param ends matches the events after which the awaited event cannot arrive any more
     * @param isOfMessages whether a message may match {@code wanted} or {@code ends}
     * @param answer returns the connection's answer to a push, once it has arrived; always null if this await waits for
     *     an event
     */
    Await(
            Client client,
            Mailbox mailbox,
            EventMatcher<E> wanted,
            Predicate<Event> ends,
            boolean isOfMessages,
            Supplier<@Nullable E> answer) {
        this.client = client;
        this.mailbox = mailbox;
        this.wanted = wanted;
        this.ends = ends;
        this.answer = answer;
        this.cursor = isOfMessages || !hasOnlyMessages() ? mailbox.cursor() : mailbox.cursorBehindSkipped();
    }

    /**
     * Whether all events that earlier awaits skipped are messages of the current connection. If so, an await that
     * matches no messages begins after them.
     */
    private boolean hasOnlyMessages() {
        Signature.OfEvent oldest = mailbox.oldestOfSkippedMessages();
        return oldest != null && client.isRelevant(oldest.connection(), oldest.event());
    }

    /** Adds an event that the machine produced during the wait. */
    void add(Event event) {
        produced.add(event);
    }

    /** Waits for the event, and takes it out of the mailbox. Earlier mail stays there, in order. */
    AwaitResult<E> run(Duration patience, ProcessRuntime runtime, ClientInbox inbox) {
        Duration deadline = runtime.clock().now().plus(patience);
        Waiters.Waiter waiter = runtime.waiters().waiter();
        try {
            while (true) {
                E answered = answer.get();
                if (answered != null) {
                    return new AwaitResult.Found<>(answered);
                }
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
                    continue; // search again, because mail that arrived before the waiter was set did not wake it
                }
                if (!waiter.parkUntil(due < deadline.toNanos() ? Duration.ofNanos(due) : deadline)) {
                    return new AwaitResult.Interrupted<>();
                }
            }
        } finally {
            inbox.waits(null);
        }
    }

    /**
     * Drops the oldest skipped events while all skipped events together exceed a limit. Only a script drops events,
     * because a script has no callback that takes them later.
     */
    private void makeRoom(ClientInbox inbox) {
        boolean crowded = client.isScript();
        while (crowded && mailbox.isSkippedOverHighWater()) {
            crowded = inbox.displaced(mailbox.displace(inbox::isDroppable));
            cursor = mailbox.cursorBehindSkipped();
        }
    }

    /** Searches the mail that this await has not searched yet. Returns null if no mail ends the await. */
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
                client.acceptAll(happened); // the machine drops it, or ends a replaced attempt to connect
            }
            case Signature.OfEvent happened when isOfLeftJoin(happened.event()) -> {}
            case Signature.OfEvent happened -> {
                Connection source = happened.connection();
                Event event = happened.event();
                if (event instanceof Event.TopicLeft(var topic, var cause)) {
                    left.merge(topic, 1, Integer::sum);
                }
                E match = wanted.match(event).orElse(null);
                boolean endsAwait = match == null && ends.test(event);
                if (match != null || (endsAwait && client.isScript())) {
                    cursor.take(mail);
                    List<Signature.OfEvent> before = isEnd(event)
                            ? cursor.takeBefore(
                                    passed -> passed.connection().equals(source) && isEndedBy(passed.event(), event))
                            : List.of();
                    before.stream().filter(passed -> !isMessage(passed)).forEach(client::acceptAll);
                    client.acceptAll(new ClientInput.EventAwaited(happened));
                    before.stream().filter(Await::isMessage).forEach(client::acceptAll); // the machine drops them
                } else if (isOrphan(event)) {
                    cursor.take(mail);
                    client.acceptAll(happened);
                }
                if (match != null) {
                    return new AwaitResult.Found<>(match);
                }
                return endsAwait ? new AwaitResult.Ended<>(event) : null;
            }
            case ClientInput.SupplierAnswer answer -> { // the awaited event may depend on this answer
                cursor.take(mail);
                client.acceptAll(answer);
            }
            case ClientInput later -> {}
            default -> throw new IllegalStateException("not mail: " + mail.getClass());
        }
        return null;
    }

    /**
     * Whether an event belongs to a join that the client has ended with a leave. The {@code TopicLeft} event for this
     * leave arrives later.
     */
    private boolean isOfLeftJoin(Event event) {
        return event instanceof Event.OfTopic of
                && !(of instanceof Event.TopicLeft)
                && client.leaving(of.topic()) > left.getOrDefault(of.topic(), 0);
    }

    /** Whether this event makes skipped events stale; see {@link #isEndedBy}. */
    private static boolean isEnd(Event event) {
        return event instanceof Event.ChannelClosed
                || event instanceof Event.TopicLeft
                || event instanceof Event.TopicJoinClosed;
    }

    private static boolean isMessage(Signature.OfEvent mail) {
        return mail.event() instanceof Event.MessageReceived;
    }

    /**
     * Whether the event {@code end} makes a skipped event stale. The end of a connection makes replies and failed
     * pushes of this connection stale. The end of a topic makes the joins and messages of this topic stale.
     */
    private static boolean isEndedBy(Event passed, Event end) {
        return end instanceof Event.OfTopic of
                ? passed instanceof Event.OfTopic other && other.topic().equals(of.topic())
                : passed instanceof Event.ReplyReceived || passed instanceof Event.PushFailed;
    }

    /**
     * Whether this event is the reply to an earlier push of a session. A session waits only for the reply to its last
     * push, so the machine gets this reply at once.
     */
    private static boolean isOrphan(Event event) {
        return event instanceof Event.ReplyReceived(var ref, var reply) && SessionRefs.isOne(ref);
    }
}
