package dev.slipstream.core.machine;

import dev.slipstream.core.serializer.Message;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The leaves that the transport had no room for. They go out again until it takes them, however long ago the client was told
 * that it has left: the server would go on sending what nobody hears.
 *
 * <p>Of a topic the last one counts, for the server knows one join of it at most.
 */
final class RefusedLeaves {

    private static final Duration AGAIN = Duration.ofMillis(100);

    private final Deadlines<ConnectionTimer> deadlines;
    private SparseMap<String, Message> byTopic = SparseMap.none();
    private Deadlines.@Nullable Entry<ConnectionTimer> due;

    RefusedLeaves(Deadlines<ConnectionTimer> deadlines) {
        this.deadlines = deadlines;
    }

    void keep(Message leave, Duration now) {
        byTopic = byTopic.with(leave.topic(), leave);
        if (due == null) {
            due = deadlines.set(now.plus(AGAIN), ConnectionTimer.Single.LEAVES_AGAIN);
        }
    }

    /** Takes all of them, to be tried again: those that are refused come back. */
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
