package dev.slipstream.core.machine.client;

import dev.slipstream.core.Command;
import dev.slipstream.core.Event;
import dev.slipstream.core.Failure;
import dev.slipstream.core.JoinStatus;
import dev.slipstream.core.Observation;
import dev.slipstream.core.Ref;
import dev.slipstream.core.Reply;
import dev.slipstream.core.machine.SparseMap;
import dev.slipstream.core.state.SocketState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Sends or buffers the pushes and requests of a client, and reports those that end without being sent. */
final class Requests {

    private final ClientState client;
    /** The tags of the requests that were sent to a connection or are buffered. */
    private SparseMap<Ref, Object> tags = SparseMap.none();

    private SparseMap<Ref, Object> kept = SparseMap.none();

    Requests(ClientState client) {
        this.client = client;
    }

    /** Sends or buffers a request. */
    void request(Object tag, Command.PushMessage push, SocketState before) {
        tags = tags.with(push.ref(), tag);
        push(push, before);
    }

    /** Sends or buffers a push, by the state before it was written. */
    void push(Command.PushMessage push, SocketState before) {
        if (before.status(push.topic()) == JoinStatus.JOINED) {
            client.send(push);
            return;
        }
        WantedTopic wanted = client.wantedTopics.find(push.topic());
        Failure failure = wanted == null || !before.isWanted(push.topic())
                ? new Failure.NotJoined(push.topic())
                : client.wantedTopics.hold(wanted, push, client.now());
        if (failure != null) {
            client.report(new Observation.PushDropped(push.topic(), push.event()));
            fail(push, failure);
        } else {
            keep(push.ref());
        }
    }

    /** Sends the buffered pushes of a topic, because it is joined now. */
    void release(WantedTopic wanted) {
        client.wantedTopics.release(wanted).forEach(this::send);
    }

    /** Sends a buffered push. The deadline of a request runs from the time it was accepted, and may have passed. */
    private void send(WantedTopic.HeldPush held) {
        Command.PushMessage push = held.push();
        if (push.timeout() == null) { // a plain push has no deadline
            client.send(push);
            return;
        }
        Duration rest = held.due().minus(client.now());
        if (!rest.isPositive()) {
            fail(List.of(held), new Failure.TimedOut(held.patience()));
            return;
        }
        unkeep(push.ref());
        client.send(new Command.PushMessage(push.ref(), push.topic(), push.event(), push.payload(), rest));
    }

    /** Ends the buffered pushes of this topic. */
    void fail(WantedTopic wanted, Failure failure) {
        fail(client.wantedTopics.release(wanted), failure);
    }

    /** Ends the buffered pushes of all topics. */
    void failAll(Failure failure) {
        fail(client.wantedTopics.releaseAll(), failure);
    }

    /** Ends a buffered push that has expired. */
    void expired(String topic, Ref ref) {
        WantedTopic wanted = client.wantedTopics.find(topic);
        WantedTopic.HeldPush late = wanted == null ? null : client.wantedTopics.expire(wanted, ref);
        if (late != null) {
            fail(List.of(late), new Failure.TimedOut(late.patience()));
        }
    }

    /** Ends a push that was not sent, and reports the failure. */
    void fail(Command.PushMessage push, Failure failure) {
        unkeep(push.ref());
        Object tag = tags.remove(push.ref());
        if (tag != null) {
            client.queue(new Callback.Outcome(tag, new Reply.Lost(failure, false)));
        } else if (client.isRunning()) {
            client.queueEvent(new Event.PushFailed(push.ref(), failure));
        }
    }

    /** Ends the requests that were sent; buffered ones stay. */
    void outcomes(Failure failure, boolean maybeSent) {
        List<Object> sent = new ArrayList<>(tags.values());
        tags.clear();
        sent.forEach(tag -> client.queue(new Callback.Outcome(tag, new Reply.Lost(failure, maybeSent))));
    }

    /** Handles a reply. Returns whether it answers a plain push, so that {@code handleReply} receives it. */
    boolean replied(Ref ref, Reply reply, boolean told) {
        Object tag = tags.remove(ref);
        if (tag != null && told) {
            client.queue(new Callback.Outcome(tag, reply));
        } else if (ref.value().startsWith("s") && told) {
            client.report(new Observation.ReplyOrphaned(ref));
        } else {
            return true;
        }
        return false;
    }

    private void fail(List<WantedTopic.HeldPush> released, Failure failure) {
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
