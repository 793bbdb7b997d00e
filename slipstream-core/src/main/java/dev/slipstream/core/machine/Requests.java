package dev.slipstream.core.machine;

import dev.slipstream.core.Command;
import dev.slipstream.core.Event;
import dev.slipstream.core.Facts;
import dev.slipstream.core.Failure;
import dev.slipstream.core.JoinStatus;
import dev.slipstream.core.Ref;
import dev.slipstream.core.Reply;
import dev.slipstream.core.Telemetry.Observation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The pushes and requests of a client: they go out, wait for their topic, or end without having been sent. */
final class Requests {

    private final Ledger ledger;
    /** The requests that were given to a connection, and those that a buffer keeps. */
    private SparseMap<Ref, Object> tags = SparseMap.none();

    private SparseMap<Ref, Object> kept = SparseMap.none();

    Requests(Ledger ledger) {
        this.ledger = ledger;
    }

    /** Sends a request, or has it wait. */
    void request(Object tag, Command.PushMessage push, Facts before) {
        tags = tags.with(push.ref(), tag);
        push(push, before);
    }

    /** Sends a push, or has it wait, by what was known before it was written. */
    void push(Command.PushMessage push, Facts before) {
        if (before.status(push.topic()) == JoinStatus.JOINED) {
            ledger.order(push);
            return;
        }
        Wish wish = ledger.wishes.find(push.topic());
        Failure failure = wish == null || !before.isWanted(push.topic())
                ? new Failure.NotJoined(push.topic())
                : ledger.wishes.hold(wish, push, ledger.now());
        if (failure != null) {
            ledger.report(new Observation.PushDropped(push.topic(), push.event()));
            fail(push, failure);
        } else {
            keep(push.ref());
        }
    }

    /** Sends what waited for a topic: it is joined. */
    void release(Wish wish) {
        ledger.wishes.release(wish).forEach(this::send);
    }

    /** A push that waited goes out; a request's deadline runs since it was accepted, and may be over just now. */
    private void send(Wish.Held held) {
        Command.PushMessage push = held.push();
        if (push.timeout() == null) { // nobody waits for it, so nothing is kept of it
            ledger.order(push);
            return;
        }
        Duration rest = held.due().minus(ledger.now());
        if (!rest.isPositive()) {
            fail(List.of(held), new Failure.TimedOut(held.patience()));
            return;
        }
        unkeep(push.ref());
        ledger.order(new Command.PushMessage(push.ref(), push.topic(), push.event(), push.payload(), rest));
    }

    /** What waited for this topic ends. */
    void fail(Wish wish, Failure failure) {
        fail(ledger.wishes.release(wish), failure);
    }

    /** What waits for any topic ends. */
    void failAll(Failure failure) {
        fail(ledger.wishes.releaseAll(), failure);
    }

    /** A push has waited too long. */
    void expired(String topic, Ref ref) {
        Wish wish = ledger.wishes.find(topic);
        Wish.Held late = wish == null ? null : ledger.wishes.expire(wish, ref);
        if (late != null) {
            fail(List.of(late), new Failure.TimedOut(late.patience()));
        }
    }

    /** A push that is not sent ends, and whoever waits for its outcome is told. */
    void fail(Command.PushMessage push, Failure failure) {
        unkeep(push.ref());
        Object tag = tags.remove(push.ref());
        if (tag != null) {
            ledger.deliver(new Delivery.Outcome(tag, new Reply.Lost(failure, false)));
        } else if (ledger.isRunning()) {
            ledger.tell(new Event.PushFailed(push.ref(), failure));
        }
    }

    /** Ends the requests that are on their way; those that are kept in a buffer go on waiting. */
    void outcomes(Failure failure, boolean maybeSent) {
        List<Object> sent = new ArrayList<>(tags.values());
        tags.clear();
        sent.forEach(tag -> ledger.deliver(new Delivery.Outcome(tag, new Reply.Lost(failure, maybeSent))));
    }

    /** A reply has come. Returns whether it is a plain push's, of which handleReply is to hear. */
    boolean replied(Ref ref, Reply reply, boolean told) {
        Object tag = tags.remove(ref);
        if (tag != null && told) {
            ledger.deliver(new Delivery.Outcome(tag, reply));
        } else if (ref.value().startsWith("s") && told) {
            ledger.report(new Observation.ReplyOrphaned(ref));
        } else {
            return true;
        }
        return false;
    }

    private void fail(List<Wish.Held> released, Failure failure) {
        released.forEach(held -> fail(held.push(), failure));
    }

    private void keep(Ref ref) {
        Object tag = tags.remove(ref);
        if (tag != null) {
            kept = kept.with(ref, tag);
        }
    }

    private void unkeep(Ref ref) {
        Object tag = kept.remove(ref);
        if (tag != null) {
            tags = tags.with(ref, tag);
        }
    }

    @Override
    public String toString() {
        return tags.keySet().toString();
    }
}
