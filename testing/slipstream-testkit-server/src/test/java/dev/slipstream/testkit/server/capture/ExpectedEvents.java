package dev.slipstream.testkit.server.capture;

import dev.slipstream.core.Command;
import dev.slipstream.core.Ref;
import dev.slipstream.core.serializer.Message;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Computes the expected events of one connection from the recorded frames, independently of the client's state machine.
 * It also computes which recorded frames this library would send.
 */
final class ExpectedEvents {

    private static final Duration LONG = Duration.ofDays(1);

    private final List<String> events = new ArrayList<>();
    private final List<String> sent = new ArrayList<>();
    private final List<Joined> joins = new ArrayList<>();
    private final Map<String, Joined> waiting = new LinkedHashMap<>();
    private final Set<String> refs = new HashSet<>();
    private @Nullable String heartbeat;
    private boolean isClosing;

    /** A join that has not ended. */
    private static final class Joined {
        private final String ref;
        private final String topic;
        private boolean isAnswered;
        private boolean isOk;
        private @Nullable String leave;

        private Joined(String ref, String topic) {
            this.ref = ref;
            this.topic = topic;
        }
    }

    List<String> events() {
        return events;
    }

    /** The recorded frames that this library also sends. Heartbeats are left out, because their refs differ. */
    List<String> sent() {
        return sent;
    }

    void expect(String event) {
        events.add(event);
    }

    // --- what the recorded client sent ------------------------------------------------------------------------------

    /** The command that makes this library send the frame, or null if this library never sends such a frame. */
    @Nullable
    Command fromClient(Message message) {
        String ref = message.ref();
        if (isClosing || ref == null || ref.isEmpty() || !refs.add(ref)) {
            return null;
        }
        if (message.topic().equals("phoenix") && message.event().equals("heartbeat") && message.joinRef() == null) {
            return beat(ref);
        }
        Joined live = live(message.topic());
        boolean isOfLive = live != null && live.ref.equals(message.joinRef());
        return switch (message.event()) {
            case "phx_join" -> live == null && ref.equals(message.joinRef()) ? join(ref, message) : null;
            case "phx_leave" -> live == null || isOfLive ? leave(ref, live, message) : null;
            default -> live == null || isOfLive ? push(ref, live, message) : null;
        };
    }

    private @Nullable Command beat(String ref) {
        if (heartbeat != null) {
            return null;
        }
        heartbeat = ref;
        return new Command.SendHeartbeat();
    }

    private Command join(String ref, Message message) {
        joins.add(new Joined(ref, message.topic()));
        sent.add(Printed.of(message));
        return new Command.JoinTopic(new Ref(ref), message.topic(), message.payload(), LONG);
    }

    private Command leave(String ref, @Nullable Joined live, Message message) {
        if (live != null) {
            live.leave = ref;
            sent.add(String.join(" ", live.ref, ref, live.topic, "phx_leave", null, "{}"));
        } else if (joins.stream().noneMatch(join -> join.topic.equals(message.topic()))) {
            expect("TopicLeft " + message.topic());
        }
        return new Command.LeaveTopic(new Ref(ref), message.topic());
    }

    private Command push(String ref, @Nullable Joined live, Message message) {
        if (live != null && live.isOk) {
            waiting.put(ref, live);
            sent.add(Printed.of(message));
        } else {
            expect("ReplyReceived " + ref + " lost NotJoined, not sent");
        }
        return new Command.PushMessage(new Ref(ref), message.topic(), message.event(), message.payload(), LONG);
    }

    void closing() {
        isClosing = true;
    }

    // --- what the server sent ---------------------------------------------------------------------------------------

    /**
     * @param words the parsed message; null if the frame is not a message and therefore causes no event
     */
    void fromServer(@Nullable ServerMessage words) {
        if (words == null) {
            return;
        }
        if (words.isReply()) {
            replied(words);
        } else if (words.isEnd()) {
            joins.stream()
                    .filter(join -> join.ref.equals(words.ref()) && join.topic.equals(words.topic()))
                    .findFirst()
                    .ifPresent(join -> end(join, ending(join, words)));
        } else {
            Joined live = live(words.topic());
            if (live != null && live.isOk && words.isAbout(live.topic, live.ref)) {
                expect("MessageReceived " + words.topic() + " " + words.event() + " " + words.content());
            }
        }
    }

    private void replied(ServerMessage words) {
        if (words.topic().equals("phoenix") && words.ref().equals(heartbeat)) {
            heartbeat = null;
            expect("HeartbeatAcknowledged");
            return;
        }
        for (Joined join : List.copyOf(joins)) {
            if (!words.isAbout(join.topic, join.ref)) {
                continue;
            }
            if (words.ref().equals(join.ref) && !join.isAnswered) {
                joinReplied(join, words);
            } else if (words.ref().equals(join.leave)) {
                expect("TopicLeaveAccepted " + join.topic);
                end(join, "TopicLeft " + join.topic);
            } else if (waiting.remove(words.ref(), join)) {
                expect("ReplyReceived " + words.ref() + " " + words.status() + " " + words.content());
                if (join.leave == null
                        && words.joinRef() == null
                        && words.content().contains("unmatched topic")) {
                    end(join, "TopicJoinClosed " + join.topic + " crashed " + words.content());
                }
            }
        }
    }

    private void joinReplied(Joined join, ServerMessage words) {
        join.isAnswered = true;
        endBefore(join);
        if (join.leave != null) {
            return;
        }
        if ("ok".equals(words.status())) {
            join.isOk = true;
            expect("TopicJoinSucceeded " + join.topic + " " + words.content());
        } else {
            end(join, "TopicJoinFailed " + join.topic + " refused " + words.content());
        }
    }

    private static String ending(Joined join, ServerMessage words) {
        boolean isCrash = words.event().equals("phx_error");
        if (join.leave != null || join.isOk && !isCrash) {
            return "TopicLeft " + join.topic;
        }
        String event = join.isOk ? "TopicJoinClosed " : "TopicJoinFailed ";
        return event + join.topic + (isCrash ? " crashed " : " refused ") + words.content();
    }

    /** Expects the ends of all pending requests, then the end of the connection. */
    void ended(String last) {
        waiting.keySet().forEach(ref -> expect("ReplyReceived " + ref + " lost Disconnected, maybe sent"));
        joins.stream().filter(join -> join.leave != null).forEach(join -> expect("TopicLeft " + join.topic));
        expect(last);
    }

    // --- helpers ----------------------------------------------------------------------------------------------------

    private void end(Joined join, String last) {
        endBefore(join);
        joins.remove(join);
        String why = join.leave == null ? "TopicClosed" : "Cancelled";
        List.copyOf(waiting.keySet()).stream()
                .filter(ref -> waiting.remove(ref, join))
                .forEach(ref -> expect("ReplyReceived " + ref + " lost " + why + ", maybe sent"));
        expect(last);
    }

    private void endBefore(Joined join) {
        for (Joined other : List.copyOf(joins.subList(0, joins.indexOf(join)))) {
            if (other.topic.equals(join.topic)) {
                end(other, "TopicLeft " + other.topic);
            }
        }
    }

    private @Nullable Joined live(String topic) {
        return joins.stream()
                .filter(join -> join.topic.equals(topic) && join.leave == null)
                .findFirst()
                .orElse(null);
    }
}
