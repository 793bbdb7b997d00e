package dev.slipstream.process;

import dev.slipstream.core.Event;
import dev.slipstream.core.EventMatcher;
import dev.slipstream.core.Failure;
import dev.slipstream.core.machine.client.ClientInput;
import dev.slipstream.core.machine.client.ClientMachine;
import java.time.Duration;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The wait of a callback or a script for an event. It searches the mailbox, carries out the client's timers and
 * retries meanwhile, and parks until there is more mail.
 */
final class Await {

    /** The client whose mailbox is searched. */
    interface Owner extends MailboxSearch.Owner {

        /** The event with which every await ends because the client ends; null while it runs. */
        @Nullable
        Event ending();

        /** Handles deadlines that are due. */
        void passTime();

        /** Resumes reading of the connection, regardless of the mailbox. */
        void readOn();
    }

    private final Owner owner;
    private final ClientInbox inbox;
    private final ProcessRuntime runtime;
    private final Mailbox mailbox;
    private final ClientMachine machine;
    private @Nullable MailboxSearch<?> search;

    Await(Owner owner, ClientInbox inbox, ProcessRuntime runtime, Mailbox mailbox, ClientMachine machine) {
        this.owner = owner;
        this.inbox = inbox;
        this.runtime = runtime;
        this.mailbox = mailbox;
        this.machine = machine;
    }

    /** Passes on an event that the machine itself produced during an await. */
    void tell(Event event) {
        MailboxSearch<?> waits = search;
        if (waits != null) {
            waits.tell(event);
        }
    }

    /**
     * Waits for an event, and takes it out of the mailbox; earlier mail stays there, in order.
     *
     * @param ends matches the events after which waiting is useless
     * @param isOfMessages whether a message may match {@code wanted} or {@code ends}
     */
    <E> AwaitResult<E> await(EventMatcher<E> wanted, Predicate<Event> ends, Duration patience, boolean isOfMessages) {
        Duration deadline = runtime.clock().now().plus(patience);
        MailboxSearch<E> mine = new MailboxSearch<>(owner, machine::leaving, mailbox, wanted, ends, isOfMessages);
        search = mine;
        Waiters.Waiter waiter = runtime.waiters().waiter();
        try {
            while (true) {
                Event ending = owner.ending();
                if (ending != null) {
                    return new AwaitResult.Ended<>(ending);
                }
                AwaitResult<E> found = mine.look();
                if (found != null) {
                    return found;
                }
                makeRoom(mine);
                Failure.Overflow overflow = mailbox.overflow();
                if (overflow != null) {
                    return new AwaitResult.Overflowed<>(overflow);
                }
                if (runtime.clock().now().compareTo(deadline) >= 0) {
                    return new AwaitResult.TimedOut<>(patience);
                }
                owner.passTime();
                if (owner.isScript()) {
                    owner.acceptAll(
                            new ClientInput.MailboxEmptied()); // a due idle timer would keep the script from parking
                }
                if (mine.isTold()) {
                    continue;
                }
                if (!inbox.isAwaited()) {
                    inbox.waits(waiter);
                    owner.readOn();
                    continue; // search again: mail that arrived before the waiter was visible woke no thread
                }
                Duration due = Duration.ofNanos(machine.nextDeadline());
                if (!waiter.parkUntil(due.compareTo(deadline) < 0 ? due : deadline)) {
                    return new AwaitResult.Interrupted<>();
                }
            }
        } finally {
            inbox.waits(null);
            search = null;
        }
    }

    /**
     * In a script no callback takes the events that the await skipped, so drop the oldest of them above the bound.
     */
    private void makeRoom(MailboxSearch<?> mine) {
        boolean crowded = owner.isScript();
        while (crowded && mailbox.isSkippedOverHighWater()) {
            crowded = inbox.displaced(mine.displace(inbox::isNobodys));
        }
    }
}
