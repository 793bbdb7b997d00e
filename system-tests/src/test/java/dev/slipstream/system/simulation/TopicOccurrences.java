package dev.slipstream.system.simulation;

import dev.slipstream.core.serializer.Message;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** Counts each {@link Occurrence} in the joins, leaves and replies of one connection. */
final class TopicOccurrences {

    private final Consumer<Enum<?>> hits;
    private final Map<String, String> pendingJoins = new HashMap<>();
    private final Map<String, String> leaving = new HashMap<>();
    private final Set<String> joined = new HashSet<>();
    private final Set<String> left = new HashSet<>();
    private final Set<String> givenUp = new HashSet<>();

    TopicOccurrences(Consumer<Enum<?>> hits) {
        this.hits = hits;
    }

    /** Clears everything when a new connection opens. */
    void clear() {
        pendingJoins.clear();
        leaving.clear();
        joined.clear();
        left.clear();
        givenUp.clear();
    }

    void sent(Message message, boolean taken) {
        String ref = String.valueOf(message.ref());
        String join = String.valueOf(message.joinRef());
        if (!taken) {
            return;
        }
        switch (message.event()) {
            case "phx_join" -> {
                if (leaving.containsValue(message.topic())) {
                    hits.accept(Occurrence.JOINED_WHILE_LEAVING);
                }
                pendingJoins.put(ref, message.topic());
            }
            case "phx_leave" -> {
                if (ref.startsWith("c")) {
                    givenUp.add(join);
                } else if (pendingJoins.containsKey(join)) {
                    hits.accept(Occurrence.LEFT_WHILE_JOINING);
                }
                left.add(join);
                leaving.put(ref, message.topic());
            }
            default -> {} // a push, or a heartbeat
        }
    }

    void arrived(Message message) {
        String ref = String.valueOf(message.ref());
        if (message.isReply()) {
            leaving.remove(ref);
            boolean isOk = "ok".equals(message.status());
            if (isOk && givenUp.contains(ref)) {
                hits.accept(Occurrence.OK_AFTER_TIMEOUT);
            }
            boolean isJoinReply = pendingJoins.remove(ref) != null;
            if (isJoinReply && isOk) {
                joined.add(ref);
            } else if ("error".equals(message.status())) {
                refused(PayloadIds.key(message.payload()), isJoinReply);
            }
        } else if (message.event().equals("phx_close") && ref.equals(message.joinRef())) {
            if (left.contains(ref)) {
                hits.accept(Occurrence.CLOSED_WHILE_LEAVING);
            } else if (joined.remove(ref)) {
                hits.accept(Occurrence.CLOSED_WHILE_JOINED);
            }
        }
    }

    private void refused(String reason, boolean isJoinReply) {
        if (reason.contains("too many channels")) {
            hits.accept(Occurrence.CHANNELS_FULL);
        } else if (reason.contains("unmatched")) {
            hits.accept(isJoinReply ? Occurrence.TOPIC_UNMATCHED : Occurrence.JOIN_FORGOTTEN);
        }
    }
}
