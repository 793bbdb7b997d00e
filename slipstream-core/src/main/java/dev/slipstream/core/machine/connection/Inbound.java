package dev.slipstream.core.machine.connection;

import dev.slipstream.core.Event;
import dev.slipstream.core.Failure;
import dev.slipstream.core.Payload;
import dev.slipstream.core.Ref;
import dev.slipstream.core.Reply;
import dev.slipstream.core.Telemetry.DropReason;
import dev.slipstream.core.serializer.Message;
import org.jspecify.annotations.Nullable;

/**
 * The kind of a message from the server. The kind decides which event the connection reports.
 *
 * <p>A reply answers the sent message with the same ref. The reply must also have the topic of the sent message, and
 * either the join_ref of the sent message or no join_ref. {@code phx_close} and {@code phx_error} end a channel only if
 * {@code ref == join_ref}. All other messages are events of the app, also a {@code phx_close} or {@code phx_error} with
 * another ref, and a {@code phx_reply} without a ref. An event of the app is delivered only if its topic is joined. If
 * the event has a join_ref, the join_ref must be the ref of the live join. A broadcast has no join_ref.
 */
sealed interface Inbound {

    /** The reply to the outstanding heartbeat: {@link Event.HeartbeatAcknowledged}. */
    record HeartbeatAnswered(Ref ref) implements Inbound {}

    /** The reply to a join: {@link Event.TopicJoinSucceeded} or {@link Event.TopicJoinFailed}. */
    record JoinAnswered(Join join, Reply reply) implements Inbound {}

    /** The reply to a leave, with any status: {@link Event.TopicLeaveAccepted}, then {@link Event.TopicLeft}. */
    record LeaveAnswered(Join join) implements Inbound {}

    /** The reply to a push: {@link Event.ReplyReceived}. */
    record PushAnswered(SentPush push, Reply reply) implements Inbound {}

    /**
     * An error reply to a push, because the server has no channel for the topic: {@link Event.ReplyReceived}, then
     * {@link Event.TopicJoinClosed}.
     */
    record JoinForgotten(SentPush push, Payload response) implements Inbound {}

    /**
     * The channel ended normally: {@link Event.TopicLeft}, or {@link Event.TopicJoinFailed} if the join was not
     * answered.
     */
    record ChannelEnded(Join join, Payload payload) implements Inbound {}

    /**
     * The channel crashed: {@link Event.TopicJoinClosed} if the topic was joined, {@link Event.TopicJoinFailed} if the
     * join was not answered, or {@link Event.TopicLeft} after a leave.
     */
    record ChannelCrashed(Join join, Payload payload) implements Inbound {}

    /** A push or a broadcast of the server: {@link Event.MessageReceived}. */
    record Delivered() implements Inbound {}

    /** A late reply to a frame that the connection sent on its own, such as a heartbeat: {@link Event.NoOp}. */
    record Nothing() implements Inbound {}

    /** The message is unexpected and dropped. */
    record Dropped(DropReason reason) implements Inbound {}

    /** A shared instance, because nearly all messages are pushes or broadcasts. */
    Inbound DELIVERED = new Delivered();

    static Inbound of(Message message, Joins topics, PendingReplies pending, Heartbeat heartbeat) {
        String ref = message.ref();
        if (ref != null && message.isReply()) {
            return reply(message, ref, topics, pending, heartbeat);
        }
        if (ref != null && ref.equals(message.joinRef())) {
            switch (message.event()) {
                case "phx_close", "phx_error" -> {
                    return ending(message, topics.find(ref));
                }
                default -> {} // an event of the app
            }
        }
        return delivery(message, topics);
    }

    private static Inbound reply(
            Message message, String ref, Joins topics, PendingReplies pending, Heartbeat heartbeat) {
        if (heartbeat.isAnsweredBy(ref)) {
            return message.topic().equals("phoenix") ? new HeartbeatAnswered(new Ref(ref)) : unknownTopic();
        }
        Join join = topics.unanswered(ref);
        Join left = topics.leaving(ref);
        SentPush push = pending.find(ref);
        Join answered = join != null ? join : left != null ? left : push != null ? push.join() : null;
        if (answered == null || answered.status() == Join.Status.OVER) {
            return ref.startsWith(ConnectionOutput.OWN_REFS) ? new Nothing() : new Dropped(DropReason.UNKNOWN_REF);
        }
        if (!answered.topic().equals(message.topic())) {
            return unknownTopic();
        }
        if (message.joinRef() != null
                && !message.joinRef().equals(answered.ref().value())) {
            return new Dropped(DropReason.STALE_JOIN);
        }
        if (push == null) {
            return join != null ? new JoinAnswered(join, replyOf(message)) : new LeaveAnswered(answered);
        }
        return isForgotten(message) && push.join().isLive()
                ? new JoinForgotten(push, message.payload())
                : new PushAnswered(push, replyOf(message));
    }

    private static Inbound ending(Message message, @Nullable Join join) {
        if (join == null || !join.topic().equals(message.topic())) {
            return new Dropped(DropReason.STALE_JOIN);
        }
        return message.event().equals("phx_close")
                ? new ChannelEnded(join, message.payload())
                : new ChannelCrashed(join, message.payload());
    }

    private static Inbound delivery(Message message, Joins topics) {
        Join live = topics.live(message.topic());
        String joinRef = message.joinRef();
        if (joinRef != null
                && (live == null
                        ? topics.find(joinRef) != null
                        : !joinRef.equals(live.ref().value()))) {
            return new Dropped(DropReason.STALE_JOIN);
        }
        return live != null && live.status() == Join.Status.JOINED ? DELIVERED : unknownTopic();
    }

    /**
     * Whether the reply says that the server has no channel for the topic. Such a reply has no join_ref, because the
     * server knows no join of the topic.
     */
    private static boolean isForgotten(Message message) {
        return message.joinRef() == null
                && "error".equals(message.status())
                && message.payload() instanceof Payload.Json response
                && response.text().contains("\"unmatched topic\"");
    }

    private static Reply replyOf(Message message) {
        return message.status() == null
                ? new Reply.Lost(new Failure.ReplyInvalid("a reply without a status"), true)
                : Reply.of(message.status(), message.payload());
    }

    private static Inbound unknownTopic() {
        return new Dropped(DropReason.UNKNOWN_TOPIC);
    }
}
