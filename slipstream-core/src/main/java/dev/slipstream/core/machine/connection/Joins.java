package dev.slipstream.core.machine.connection;

import dev.slipstream.core.Ref;
import dev.slipstream.core.machine.SparseMap;
import dev.slipstream.core.serializer.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The joins of a connection that have not ended.
 *
 * <p>A topic has at most one live join, which is requested or joined. Its older joins may still wait for the answer to
 * their leave. The client may join the topic again before this answer arrives. The server then answers the new join
 * first, and reports the end of the old join later or never.
 */
final class Joins {

    /** The maximum number of topics in {@link #closed}. Above this number, the topic that closed first is forgotten. */
    private static final int CLOSED_TOPICS = 1024;

    /** The newest join of each topic, linked to the older joins of the topic. */
    private final Map<String, Join> byTopic = new SparseMap<>();

    private final Map<String, Join> byRef = new SparseMap<>();
    private SparseMap<String, Join> byLeave = SparseMap.none();
    private SparseMap<String, Join> unanswered = SparseMap.none();
    /**
     * The topics that the server closed normally, until the client joins or leaves them. These topics are remembered
     * because the client may leave a topic before it learns that the topic is closed.
     */
    private SparseMap<String, String> closed = SparseMap.none();

    void add(Join join) {
        closed.remove(join.topic());
        join.older = byTopic.put(join.topic(), join);
        byRef.put(join.ref().value(), join);
        unanswered = unanswered.with(join.ref().value(), join);
    }

    /** The live join of the topic: requested or joined. */
    @Nullable
    Join live(String topic) {
        Join newest = byTopic.get(topic);
        return newest != null && newest.isLive() ? newest : null;
    }

    /** Whether a leave of the topic is unanswered. */
    boolean isLeaving(String topic) {
        Join newest = byTopic.get(topic);
        return newest != null && (!newest.isLive() || newest.older != null);
    }

    /** Returns a join of the same topic that was sent after the join of this leave; null if there is none. */
    @Nullable
    Join sentAfter(Message leave) {
        for (Join join = byTopic.get(leave.topic()); join != null; join = join.older) {
            if (join.ref().value().equals(leave.joinRef())) {
                return null;
            }
            if (!join.isUnsent()) {
                return join;
            }
        }
        return null;
    }

    /**
     * Whether {@code join} was sent after the join of this leave. {@code join} must not have ended. If the join of the
     * leave has ended, it is the older one, because the end of a join also ends all older joins of the topic.
     */
    boolean isAfter(Join join, Message leave) {
        for (Join newer = byTopic.get(join.topic()); newer != null && newer != join; newer = newer.older) {
            if (newer.ref().value().equals(leave.joinRef())) {
                return false;
            }
        }
        return !join.ref().value().equals(leave.joinRef());
    }

    @Nullable
    Join find(String ref) {
        return byRef.get(ref);
    }

    /** The join with this ref, if the join is unanswered. */
    @Nullable
    Join unanswered(String ref) {
        return unanswered.get(ref);
    }

    /** The join whose leave has this ref. */
    @Nullable
    Join leaving(String ref) {
        return byLeave.get(ref);
    }

    /** The unanswered joins, in the order in which they were sent. */
    Iterable<Join> unanswered() {
        return unanswered.values();
    }

    /** Notes that a leave of this join is sent. */
    void leave(Join join, Ref leave) {
        join.leaveBy(leave);
        byLeave = byLeave.with(leave.value(), join);
    }

    /** Notes that the server answered a join. */
    void answered(Join join) {
        join.answered();
        unanswered = unanswered.without(join.ref().value());
    }

    /** Notes that a join message could not be sent, so that the server never received it. */
    void unsent(Join join) {
        join.unsent();
        unanswered = unanswered.without(join.ref().value());
    }

    /**
     * Notes that the server closed a joined topic normally. Above {@link #CLOSED_TOPICS} topics, forgets the topic that
     * closed first, because the client has had time to learn of its end.
     */
    void closed(Join join) {
        closed = closed.with(join.topic(), join.topic());
        if (closed.size() > CLOSED_TOPICS) {
            closed.pollFirstEntry();
        }
    }

    /** Forgets that the server closed the topic. Returns whether the topic was remembered as closed. */
    boolean forgetClosed(String topic) {
        return closed.remove(topic) != null;
    }

    /** Ends the older joins of the same topic, and returns them in the order in which they were sent. */
    List<Join> endBefore(Join join) {
        List<Join> ended = new ArrayList<>(1);
        for (Join before = join.older; before != null; before = before.older) {
            ended.addFirst(before);
        }
        ended.forEach(this::end);
        return ended;
    }

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
