package dev.slipstream.core.machine.client;

import dev.slipstream.core.Command;
import dev.slipstream.core.Event;
import dev.slipstream.core.Failure;
import dev.slipstream.core.Observation;
import dev.slipstream.core.Ref;
import dev.slipstream.core.Reply;
import dev.slipstream.core.machine.SparseMap;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The requests without an outcome, by ref. A request is a push with a timeout and a tag. Each request gets exactly one
 * outcome: a reply or a failure.
 */
final class Requests {

    private final ClientOutput output;
    private final CallbackQueue callbacks;
    /** The tags of the requests that were sent to a connection. */
    private SparseMap<Ref, Object> sent = SparseMap.none();
    /** The tags of the requests that wait in the buffer of their topic. */
    private SparseMap<Ref, Object> held = SparseMap.none();

    Requests(ClientOutput output, CallbackQueue callbacks) {
        this.output = output;
        this.callbacks = callbacks;
    }

    /**
     * Adds a request to the sent requests. If the push is then buffered, {@link #hold} moves the request to the
     * buffered ones.
     */
    void add(Object tag, Ref ref) {
        sent = sent.with(ref, tag);
    }

    /** Notes that a push waits in a buffer. */
    void hold(Ref ref) {
        Object tag = sent.remove(ref);
        if (tag != null) {
            held = held.with(ref, tag);
        }
    }

    /**
     * Returns the push to send in place of a buffered push. The timeout of a request began when the request was
     * buffered, so only the rest of the timeout remains. If nothing remains, ends the request and returns null.
     */
    Command.@Nullable PushMessage released(WantedTopic.HeldPush buffered) {
        Command.PushMessage push = buffered.push();
        if (push.timeout() == null) { // a plain push has no deadline
            return push;
        }
        long rest = buffered.due() - output.now();
        if (rest <= 0) {
            expire(buffered);
            return null;
        }
        Object tag = held.remove(push.ref());
        if (tag != null) {
            add(tag, push.ref());
        }
        return new Command.PushMessage(push.ref(), push.topic(), push.event(), push.payload(), Duration.ofNanos(rest));
    }

    /** Ends a buffered push that has expired. */
    void expire(WantedTopic.HeldPush buffered) {
        fail(buffered.push(), new Failure.TimedOut(Duration.ofNanos(buffered.patience())));
    }

    /** Ends all pushes in the buffer of this topic with this failure. */
    void failHeld(WantedTopic wanted, Failure failure) {
        wanted.release().forEach(held -> fail(held.push(), failure));
    }

    /**
     * Ends a push that was not sent. A request gets its outcome, and a plain push gets {@link Event.PushFailed}. Also
     * reports the push to telemetry, because some clients ignore the outcome or the event.
     */
    void fail(Command.PushMessage push, Failure failure) {
        if (!drop(push, failure)) {
            callbacks.add(new Event.PushFailed(push.ref(), failure));
        }
    }

    /** Ends all pushes in the buffer of this topic, because the client ends. A plain push then gets no callback. */
    void cancelHeld(WantedTopic wanted) {
        for (WantedTopic.HeldPush held : wanted.release()) {
            boolean unused = drop(held.push(), new Failure.Cancelled());
        }
    }

    /** Reports a push that was not sent, and ends it if it is a request. Returns whether it is a request. */
    private boolean drop(Command.PushMessage push, Failure failure) {
        output.report(new Observation.PushDropped(push.topic(), push.event(), failure));
        return lose(push.ref(), failure);
    }

    /** Ends a request that was not sent. Returns whether the ref belongs to a request. */
    private boolean lose(Ref ref, Failure failure) {
        Object waiting = held.remove(ref);
        Object tag = waiting == null ? sent.remove(ref) : waiting;
        if (tag != null) {
            end(tag, new Reply.Lost(failure, false));
        }
        return tag != null;
    }

    /** Ends the requests that were sent. Buffered requests stay. */
    void loseSent(Failure failure, boolean maybeSent) {
        List<Object> tags = new ArrayList<>(sent.values());
        sent.clear();
        tags.forEach(tag -> end(tag, new Reply.Lost(failure, maybeSent)));
    }

    /**
     * Handles a reply that no session waits for. If a session sent the push, the reply is only reported to telemetry.
     * Any other reply gets a callback.
     */
    void replied(Event.ReplyReceived event) {
        Ref ref = event.ref();
        Object tag = sent.remove(ref);
        if (tag != null) {
            end(tag, event.reply());
        } else if (ref.value().startsWith("s")) {
            output.report(new Observation.ReplyOrphaned(ref));
        } else {
            callbacks.add(event);
        }
    }

    /** Removes a request, because a session took the reply. */
    void awaited(Ref ref) {
        sent.remove(ref);
    }

    private void end(Object tag, Reply reply) {
        callbacks.add(new Callback.Outcome(tag, reply));
    }

    @Override
    public String toString() {
        return "sent=" + sent.keySet() + ", held=" + held.keySet();
    }
}
