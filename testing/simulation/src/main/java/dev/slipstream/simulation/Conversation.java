package dev.slipstream.simulation;

import dev.slipstream.core.serializer.Message;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Remembers the last messages of the newest connection, so that {@link Forgeries} can refer to these messages. */
final class Conversation {

    private static final int REMEMBERED = 8;

    /** A join of a topic. */
    record Join(String topic, String ref) {}

    private final Deque<Message> replies = new ArrayDeque<>();
    private final Deque<Message> ends = new ArrayDeque<>();
    private final Set<String> topics = new LinkedHashSet<>();
    private final Map<String, String> joins = new LinkedHashMap<>();
    private final Map<String, Message> unanswered = new LinkedHashMap<>();
    /** The joins that are over: the client left or rejoined the topic, or lost the connection. */
    private final Deque<Join> gone = new ArrayDeque<>();

    private int connection;
    private @Nullable String heartbeat;
    private @Nullable String heartbeatBefore;

    /** Whether the remembered messages belong to this connection. */
    boolean isOf(int number) {
        return number == connection;
    }

    /** Records a message that reached the server. */
    void reached(int number, Message message) {
        if (isOver(number)) {
            return;
        }
        String ref = message.ref();
        if (ref == null) {
            return;
        }
        if (message.topic().equals("phoenix")) {
            heartbeatBefore = heartbeat;
            heartbeat = ref;
            return;
        }
        if (message.event().equals("phx_join")) {
            forget(message.topic(), joins.put(message.topic(), ref));
        } else if (message.event().equals("phx_leave")) {
            forget(message.topic(), joins.remove(message.topic()));
        }
        unanswered.put(ref, message);
        if (unanswered.size() > REMEMBERED) {
            unanswered.remove(unanswered.keySet().iterator().next());
        }
    }

    /** Records a message of the server. */
    void answered(int number, Message message) {
        if (isOver(number)) {
            return;
        }
        if (message.isReply()) {
            unanswered.remove(String.valueOf(message.ref()));
            topics.add(message.topic());
            remember(replies, message);
        } else if (message.joinRef() != null && message.joinRef().equals(message.ref())) {
            remember(ends, message);
        }
    }

    /** The topics of the server's replies. */
    List<String> topics() {
        return List.copyOf(topics);
    }

    /** The replies of the server. */
    List<Message> replies() {
        return List.copyOf(replies);
    }

    /** The server's messages that ended a channel. */
    List<Message> ends() {
        return List.copyOf(ends);
    }

    /** The joins that are over: the client left or rejoined the topic, or lost the connection. */
    List<Join> gone() {
        return List.copyOf(gone);
    }

    /** The newest join of each topic. */
    List<Join> joins() {
        List<Join> newest = new ArrayList<>();
        joins.forEach((topic, ref) -> newest.add(new Join(topic, ref)));
        return newest;
    }

    /** The joins without a reply if {@code ofJoins}, otherwise the pushes without a reply. */
    List<Message> unanswered(boolean ofJoins) {
        return unanswered.values().stream()
                .filter(message -> message.event().equals("phx_join") == ofJoins)
                .filter(message -> !message.event().equals("phx_leave"))
                .toList();
    }

    /** The ref of the heartbeat before the newest heartbeat, or null if there was none. */
    @Nullable
    String heartbeatBefore() {
        return heartbeatBefore;
    }

    /**
     * Returns whether the given connection is older than the newest connection. If the given connection is newer, it
     * becomes the newest, and all remembered messages are forgotten.
     */
    private boolean isOver(int number) {
        if (number > connection) {
            connection = number;
            joins.forEach(this::forget);
            joins.clear();
            replies.clear();
            ends.clear();
            topics.clear();
            unanswered.clear();
            heartbeat = null;
            heartbeatBefore = null;
        }
        return number < connection;
    }

    private void forget(String topic, @Nullable String ref) {
        if (ref != null) {
            remember(gone, new Join(topic, ref));
        }
    }

    private static <T> void remember(Deque<T> some, T more) {
        some.add(more);
        if (some.size() > REMEMBERED) {
            some.remove();
        }
    }
}
