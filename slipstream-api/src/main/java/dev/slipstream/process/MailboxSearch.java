package dev.slipstream.process;

import dev.slipstream.core.Connection;
import dev.slipstream.core.Event;
import dev.slipstream.core.EventMatcher;
import dev.slipstream.core.Signature;
import dev.slipstream.core.machine.client.ClientInput;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The search of one await through the mailbox; it continues when more mail has arrived.
 *
 * @param <E> the type of the wanted event
 */
final class MailboxSearch<E> {

    /** The client whose mailbox is searched. */
    interface Owner {

        /** Gives the machine a signature or another input. */
        void acceptAll(Object input);

        /** Whether an event of this connection matters to an await. */
        boolean isRelevant(Connection source, Event event);

        boolean isScript();
    }

    private final Owner owner;
    private final ToIntFunction<String> leaving;
    private final Mailbox mailbox;
    private final EventMatcher<E> wanted;
    private final Predicate<Event> ends;
    private final Deque<Event> told = new ArrayDeque<>();
    private final Map<String, Integer> left = new LinkedHashMap<>();
    private Mailbox.Cursor cursor;

    /**
     * Begins a search.
     *
     * @param leaving how many leaves of a topic are unanswered
     * @param ends matches the events after which waiting is useless
     * @param isOfMessages whether a message may match {@code wanted} or {@code ends}
     */
    MailboxSearch(
            Owner owner,
            ToIntFunction<String> leaving,
            Mailbox mailbox,
            EventMatcher<E> wanted,
            Predicate<Event> ends,
            boolean isOfMessages) {
        this.owner = owner;
        this.leaving = leaving;
        this.mailbox = mailbox;
        this.wanted = wanted;
        this.ends = ends;
        this.cursor =
                isOfMessages || !hasOnlyMessages(owner, mailbox) ? mailbox.cursor() : mailbox.cursorBehindSkipped();
    }

    /** Whether all skipped events are messages of the live connection: then they need no second look. */
    private static boolean hasOnlyMessages(Owner owner, Mailbox mailbox) {
        Signature.OfEvent oldest = mailbox.oldestOfSkippedMessages();
        return oldest != null && owner.isRelevant(oldest.connection(), oldest.event());
    }

    /**
     * Adds an event that the machine produced during the await. It is not in the mailbox, and stays for its own
     * callback.
     */
    void tell(Event event) {
        told.add(event);
    }

    /** Whether an added event was not searched yet. */
    boolean isTold() {
        return !told.isEmpty();
    }

    /** Drops the oldest seen event that matches; null if there is none. */
    @Nullable
    Event displace(Predicate<Event> isNobodys) {
        Event letGo = mailbox.displace(isNobodys);
        cursor = mailbox.cursorBehindSkipped();
        return letGo;
    }

    /** Searches all mail that was not searched yet; null if none of it ends the await. */
    @Nullable
    AwaitResult<E> look() {
        while (true) {
            for (Event event = told.poll(); event != null; event = told.poll()) {
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
            when !owner.isRelevant(happened.connection(), happened.event()) -> {
                cursor.take(mail);
                owner.acceptAll(happened); // the machine drops it, or ends the replaced attempt
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
                if (match != null || (isVain && owner.isScript())) {
                    cursor.take(mail);
                    List<Signature.OfEvent> before = isEnd(event)
                            ? cursor.takeBefore(
                                    passed -> passed.connection().equals(source) && isEndedBy(passed.event(), event))
                            : List.of();
                    before.stream().filter(passed -> !isMessage(passed)).forEach(owner::acceptAll);
                    owner.acceptAll(new ClientInput.EventAwaited(happened));
                    before.stream()
                            .filter(MailboxSearch::isMessage)
                            .forEach(owner::acceptAll); // the machine drops these
                } else if (isOrphan(event)) {
                    cursor.take(mail);
                    owner.acceptAll(happened);
                }
                if (match != null) {
                    return new AwaitResult.Found<>(match);
                }
                return isVain ? new AwaitResult.Ended<>(event) : null;
            }
            case ClientInput.SupplierAnswer answer -> { // the awaited event may depend on it
                cursor.take(mail);
                owner.acceptAll(answer);
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
                && leaving.applyAsInt(of.topic()) > left.getOrDefault(of.topic(), 0);
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
