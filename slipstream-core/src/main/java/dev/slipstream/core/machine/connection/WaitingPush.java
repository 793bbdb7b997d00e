package dev.slipstream.core.machine.connection;

import dev.slipstream.core.Command;
import dev.slipstream.core.From;
import dev.slipstream.core.Ref;
import dev.slipstream.core.machine.time.Deadlines;
import dev.slipstream.core.serializer.Message;
import java.time.Duration;

/** A push that waits for room in the outbound queue. This object is also the timer that ends the wait. */
final class WaitingPush extends Deadlines.Entry<ConnectionTimer> implements ConnectionTimer {

    private final Command.OfferMessage offer;
    private final Join join;

    WaitingPush(Command.OfferMessage offer, Join join) {
        this.offer = offer;
        this.join = join;
    }

    Ref ref() {
        return offer.ref();
    }

    From<?> from() {
        return offer.from();
    }

    Join join() {
        return join;
    }

    Duration patience() {
        return offer.patience();
    }

    Message message() {
        return Message.of(join.ref().value(), offer.ref().value(), offer.topic(), offer.event(), offer.payload());
    }

    @Override
    public String toString() {
        return "WaitOverdue[ref=" + offer.ref() + ", after=" + offer.patience() + "]";
    }
}
