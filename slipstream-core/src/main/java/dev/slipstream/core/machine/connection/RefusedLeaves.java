package dev.slipstream.core.machine.connection;

import dev.slipstream.core.machine.SparseMap;
import dev.slipstream.core.machine.time.Deadlines;
import dev.slipstream.core.serializer.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The leave messages that the transport refused because its queue was full. The connection sends these messages again,
 * even after the client's leave has timed out. Otherwise the server would keep sending messages of the topic.
 *
 * <p>Only the last leave of a topic is kept, because the server knows at most one join of a topic.
 */
final class RefusedLeaves {

    private static final long AGAIN = 100_000_000; // 100 ms

    private final Deadlines<ConnectionTimer> deadlines;
    private SparseMap<String, Message> byTopic = SparseMap.none();
    private Deadlines.@Nullable Entry<ConnectionTimer> due;

    RefusedLeaves(Deadlines<ConnectionTimer> deadlines) {
        this.deadlines = deadlines;
    }

    void keep(Message leave, long now) {
        byTopic = byTopic.with(leave.topic(), leave);
        if (due == null) {
            due = deadlines.set(now + AGAIN, ConnectionTimer.Single.LEAVES_AGAIN);
        }
    }

    /** Removes the leave of this topic if it meets the condition. */
    void removeIf(String topic, Predicate<Message> condition) {
        Message leave = byTopic.get(topic);
        if (leave != null && condition.test(leave)) {
            byTopic.remove(topic);
        }
    }

    /**
     * Removes and returns all leaves, so that the caller sends them again. If a leave is refused again, {@link #keep}
     * adds it again.
     */
    List<Message> take() {
        List<Message> taken = new ArrayList<>(byTopic.values());
        byTopic.clear();
        due = null;
        return taken;
    }

    @Override
    public String toString() {
        return byTopic.isEmpty() ? "" : ", refused leaves=" + byTopic.keySet();
    }
}
