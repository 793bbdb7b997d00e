package dev.slipstream.core.machine;

import dev.slipstream.core.Ref;
import dev.slipstream.core.serializer.Message;
import dev.slipstream.core.state.SocketState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The joins of a connection that are not over.
 *
 * <p>A topic has at most one that is live. Before it there may be others that are being left: a join behind a leave goes
 * out at once, and the server then tells the end of the old one after the answer to the new one, or never.
 */
final class Joins {

    /** The newest join of each topic, which knows those before it. */
    private final Map<String, Join> byTopic = new SparseMap<>();

    private final Map<String, Join> byRef = new SparseMap<>();
    private SparseMap<String, Join> byLeave = SparseMap.none();
    private SparseMap<String, Join> unanswered = SparseMap.none();
    /** Topics that the server has closed and that nobody has joined or left since: the client may not know yet. */
    private SparseMap<String, String> closed = SparseMap.none();

    void add(Join join) {
        closed.remove(join.topic());
        join.older = byTopic.put(join.topic(), join);
        byRef.put(join.ref().value(), join);
        unanswered = unanswered.with(join.ref().value(), join);
    }

    /** The join that the topic is joined by, or is to be. */
    @Nullable
    Join live(String topic) {
        Join newest = byTopic.get(topic);
        return newest != null && newest.isLive() ? newest : null;
    }

    /** Whether a leave of the topic is under way. */
    boolean isLeaving(String topic) {
        Join newest = byTopic.get(topic);
        return newest != null && (!newest.isLive() || newest.older != null);
    }

    /** Whether the server was sent a join behind the one that this leave is of: that has ended it. */
    boolean isJoinedAnew(Message leave) {
        for (Join join = byTopic.get(leave.topic()); join != null; join = join.older) {
            if (join.ref().value().equals(leave.joinRef())) {
                return false;
            }
            if (!join.isUnsent()) {
                return true;
            }
        }
        return false;
    }

    /** The join of this ref. */
    @Nullable
    Join find(String ref) {
        return byRef.get(ref);
    }

    /** The join of this ref, if the server has not answered it. */
    @Nullable
    Join unanswered(String ref) {
        return unanswered.get(ref);
    }

    /** The join that the leave of this ref ends. */
    @Nullable
    Join leaving(String ref) {
        return byLeave.get(ref);
    }

    /** The join that has waited longest for its answer, of those that are waited for beyond now. */
    @Nullable
    Join oldestUnanswered(Duration now) {
        for (Join join : unanswered.values()) {
            Deadlines.Entry<ConnectionTimer> due = join.due();
            if (due != null && due.at().compareTo(now) > 0) {
                return join;
            }
        }
        return null;
    }

    /** Notes that a join is left. */
    void leave(Join join, Ref leave) {
        join.leaveBy(leave);
        byLeave = byLeave.with(leave.value(), join);
    }

    /** Notes that the server answered a join. */
    void answered(Join join) {
        unanswered = unanswered.without(join.ref().value());
    }

    /** Notes that the server ends a join which nobody left; of many such ends the oldest are known to the client. */
    void closed(Join join) {
        closed = closed.with(join.topic(), join.topic());
        if (closed.size() > SocketState.CLOSED_TOPICS_REMEMBERED) {
            closed.pollFirstEntry();
        }
    }

    /** Whether the server has closed the topic, and the client was told of it without asking: once for each end. */
    boolean forgetClosed(String topic) {
        return closed.remove(topic) != null;
    }

    /** Ends the joins of its topic that were left before this one was sent, and returns them in order. */
    List<Join> endBefore(Join join) {
        List<Join> ended = new ArrayList<>(1);
        for (Join before = join.older; before != null; before = before.older) {
            ended.addFirst(before);
        }
        ended.forEach(this::end);
        return ended;
    }

    /** Ends a join. */
    void end(Join join) {
        takeOut(join);
        byRef.remove(join.ref().value());
        unanswered = unanswered.without(join.ref().value());
        if (join.leave() != null) {
            byLeave.remove(join.leave().value());
        }
        join.become(Join.Status.OVER);
    }

    private void takeOut(Join join) {
        Join newest = byTopic.get(join.topic());
        if (newest != join) {
            Join newer = newest;
            while (newer != null && newer.older != join) {
                newer = newer.older;
            }
            if (newer != null) {
                newer.older = join.older;
            }
        } else if (join.older == null) {
            byTopic.remove(join.topic());
        } else {
            byTopic.put(join.topic(), join.older);
        }
        join.older = null;
    }

    /** All joins, topic by topic. */
    Stream<Join> all() {
        return byTopic.values().stream().flatMap(newest -> {
            List<Join> joins = new ArrayList<>(1);
            for (Join join = newest; join != null; join = join.older) {
                joins.addFirst(join);
            }
            return joins.stream();
        });
    }

    @Override
    public String toString() {
        return "joins=" + all().toList() + ", unanswered=" + unanswered.keySet();
    }
}
