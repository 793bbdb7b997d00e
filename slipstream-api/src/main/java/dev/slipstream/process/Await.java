package dev.slipstream.process;

import dev.slipstream.core.Event;
import dev.slipstream.core.EventMatcher;
import dev.slipstream.core.Failure;
import dev.slipstream.core.machine.ClientMachine;
import dev.slipstream.core.machine.Input;
import java.time.Duration;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Where a callback, or a script, waits for an event: it searches the mailbox, does what the client has to do of itself, and
 * parks until there is more.
 */
final class Await {

    /** Whose mail it is. */
    interface Owner extends MailboxSearch.Owner {

        /** What an await ends with because the client ends; null as long as it goes on. */
        @Nullable
        Event ending();

        /** Does what time has made due. */
        void passTime();

        /** Lets the connection read on, whatever is in the mailbox. */
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

    /** What the machine tells of itself while somebody waits. */
    void tell(Event event) {
        MailboxSearch<?> waits = search;
        if (waits != null) {
            waits.tell(event);
        }
    }

    /**
     * Waits for an event, and takes it out of the mailbox; what came before it stays there, in order.
     *
     * @param ends what makes waiting vain
     * @param isOfMessages whether a message may be what is wanted, or what makes waiting vain
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
                    owner.acceptAll(new Input.MailboxEmptied()); // an idle timer that is due would keep it from parking
                }
                if (mine.isTold()) {
                    continue;
                }
                if (!inbox.isAwaited()) {
                    inbox.waits(waiter);
                    owner.readOn();
                    continue; // look once more: what came before the flag was seen has woken nobody
                }
                Duration due = machine.nextDeadline();
                if (!waiter.parkUntil(due != null && due.compareTo(deadline) < 0 ? due : deadline)) {
                    return new AwaitResult.Interrupted<>();
                }
            }
        } finally {
            inbox.waits(null);
            search = null;
        }
    }

    /** In a script nobody else takes what was looked at and not wanted. */
    private void makeRoom(MailboxSearch<?> mine) {
        boolean crowded = owner.isScript();
        while (crowded && mailbox.isSkippedOverHighWater()) {
            crowded = inbox.displaced(mine.displace(inbox::isNobodys));
        }
    }
}
