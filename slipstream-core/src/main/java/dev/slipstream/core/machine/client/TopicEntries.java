package dev.slipstream.core.machine.client;

import dev.slipstream.core.JoinStatus;
import dev.slipstream.core.machine.SparseMap;
import dev.slipstream.core.machine.time.Deadlines;
import dev.slipstream.core.state.SocketState;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The topics that are or were wanted, by name. Removes the entries of topics that {@link SocketState} has forgotten.
 */
final class TopicEntries {

    private static final int PRUNED_FROM = 2 * SocketState.CLOSED_TOPICS_REMEMBERED;

    private final CurrentState state;
    private final Deadlines<ClientTimer> deadlines;
    private final Map<String, WantedTopic> topics = new SparseMap<>();
    private int pruneAt = PRUNED_FROM;

    TopicEntries(CurrentState state, Deadlines<ClientTimer> deadlines) {
        this.state = state;
        this.deadlines = deadlines;
    }

    /** Returns the entry of a topic; null if there is none. */
    @Nullable
    WantedTopic get(String topic) {
        return topics.get(topic);
    }

    /**
     * Returns the entry of a topic, and makes it if there is none. If there are many entries, first removes unused
     * entries.
     */
    WantedTopic of(String topic) {
        if (topics.size() >= pruneAt && topics.get(topic) == null) {
            topics.entrySet()
                    .removeIf(known -> state.topic(known.getKey()) == JoinStatus.NONE
                            && known.getValue().isUnused());
            pruneAt = Math.max(PRUNED_FROM, 2 * topics.size());
        }
        return topics.computeIfAbsent(topic, name -> new WantedTopic(name, deadlines));
    }

    /** The wanted topics that wait for a connection, in the order in which they became wanted. */
    List<WantedTopic> waiting() {
        List<WantedTopic> found = new ArrayList<>();
        state.get().forEachTopic((name, topic) -> {
            WantedTopic wanted = topics.get(name);
            if (topic.status() == JoinStatus.WANTED && wanted != null) {
                found.add(wanted);
            }
        });
        found.sort(Comparator.comparingLong(WantedTopic::order));
        return found;
    }

    Collection<WantedTopic> values() {
        return topics.values();
    }

    @Override
    public String toString() {
        return topics.toString();
    }
}
