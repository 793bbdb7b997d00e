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
final class SelectiveReceive {

    /** Whose mail it is. */
    interface Owner extends Search.Owner {

        /** What an await ends with because the client ends; null as long as it goes on. */
        @Nullable
        Event ending();

        /** Does what time has made due. */
        void passTime();

        /** Lets the connection read on, whatever is in the mailbox. */
        void readOn();
    }

    private final Owner owner;
    private final Intake intake;
    private final World world;
    private final Mailbox mailbox;
    private final ClientMachine machine;
    private @Nullable Search<?> search;

    SelectiveReceive(Owner owner, Intake intake, World world, Mailbox mailbox, ClientMachine machine) {
        this.owner = owner;
        this.intake = intake;
        this.world = world;
        this.mailbox = mailbox;
        this.machine = machine;
    }

    /** What the machine tells of itself while somebody waits. */
    void tell(Event event) {
        Search<?> waits = search;
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
    <E> Awaited<E> await(EventMatcher<E> wanted, Predicate<Event> ends, Duration patience, boolean isOfMessages) {
        Duration deadline = world.clock().now().plus(patience);
        Search<E> mine = new Search<>(owner, machine::leaving, mailbox, wanted, ends, isOfMessages);
        search = mine;
        Parking.Place place = world.parking().place();
        try {
            while (true) {
                Event ending = owner.ending();
                if (ending != null) {
                    return new Awaited.Ended<>(ending);
                }
                Awaited<E> found = mine.look();
                if (found != null) {
                    return found;
                }
                makeRoom(mine);
                Failure.Overflow overflow = mailbox.overflow();
                if (overflow != null) {
                    return new Awaited.Overflowed<>(overflow);
                }
                if (world.clock().now().compareTo(deadline) >= 0) {
                    return new Awaited.TimedOut<>(patience);
                }
                owner.passTime();
                if (owner.isScript()) {
                    owner.acceptAll(new Input.MailboxEmptied()); // an idle timer that is due would keep it from parking
                }
                if (mine.isTold()) {
                    continue;
                }
                if (!intake.isAwaited()) {
                    intake.waits(place);
                    owner.readOn();
                    continue; // look once more: what came before the flag was seen has woken nobody
                }
                Duration due = machine.nextDeadline();
                if (!place.parkUntil(due != null && due.compareTo(deadline) < 0 ? due : deadline)) {
                    return new Awaited.Interrupted<>();
                }
            }
        } finally {
            intake.waits(null);
            search = null;
        }
    }

    /** In a script nobody else takes what was looked at and not wanted. */
    private void makeRoom(Search<?> mine) {
        boolean crowded = owner.isScript();
        while (crowded && mailbox.isSkippedOverHighWater()) {
            crowded = intake.displaced(mine.displace(intake::isNobodys));
        }
    }
}
