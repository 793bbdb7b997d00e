package dev.slipstream.core.machine;

import dev.slipstream.core.Command;
import dev.slipstream.core.Event;
import dev.slipstream.core.Failure;
import dev.slipstream.core.JoinStatus;
import dev.slipstream.core.Observation;
import dev.slipstream.core.Ref;
import dev.slipstream.core.Reply;
import dev.slipstream.core.state.SocketState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The pushes and requests of a client: they go out, wait for their topic, or end without having been sent. */
final class Requests {

    private final ClientState client;
    /** The requests that were given to a connection, and those that a buffer keeps. */
    private SparseMap<Ref, Object> tags = SparseMap.none();

    private SparseMap<Ref, Object> kept = SparseMap.none();

    Requests(ClientState client) {
        this.client = client;
    }

    /** Sends a request, or has it wait. */
    void request(Object tag, Command.PushMessage push, SocketState before) {
        tags = tags.with(push.ref(), tag);
        push(push, before);
    }

    /** Sends a push, or has it wait, by what was known before it was written. */
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

    /** Sends what waited for a topic: it is joined. */
    void release(WantedTopic wanted) {
        client.wantedTopics.release(wanted).forEach(this::send);
    }

    /** A push that waited goes out; a request's deadline runs since it was accepted, and may be over just now. */
    private void send(WantedTopic.HeldPush held) {
        Command.PushMessage push = held.push();
        if (push.timeout() == null) { // nobody waits for it, so nothing is kept of it
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

    /** What waited for this topic ends. */
    void fail(WantedTopic wanted, Failure failure) {
        fail(client.wantedTopics.release(wanted), failure);
    }

    /** What waits for any topic ends. */
    void failAll(Failure failure) {
        fail(client.wantedTopics.releaseAll(), failure);
    }

    /** A push has waited too long. */
    void expired(String topic, Ref ref) {
        WantedTopic wanted = client.wantedTopics.find(topic);
        WantedTopic.HeldPush late = wanted == null ? null : client.wantedTopics.expire(wanted, ref);
        if (late != null) {
            fail(List.of(late), new Failure.TimedOut(late.patience()));
        }
    }

    /** A push that is not sent ends, and whoever waits for its outcome is told. */
    void fail(Command.PushMessage push, Failure failure) {
        unkeep(push.ref());
        Object tag = tags.remove(push.ref());
        if (tag != null) {
            client.queue(new Callback.Outcome(tag, new Reply.Lost(failure, false)));
        } else if (client.isRunning()) {
            client.queueEvent(new Event.PushFailed(push.ref(), failure));
        }
    }

    /** Ends the requests that are on their way; those that are kept in a buffer go on waiting. */
    void outcomes(Failure failure, boolean maybeSent) {
        List<Object> sent = new ArrayList<>(tags.values());
        tags.clear();
        sent.forEach(tag -> client.queue(new Callback.Outcome(tag, new Reply.Lost(failure, maybeSent))));
    }

    /** A reply has come. Returns whether it is a plain push's, of which handleReply is to hear. */
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
