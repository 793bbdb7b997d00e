package dev.slipstream.core.serializer;

import dev.slipstream.core.Payload;
import org.jspecify.annotations.Nullable;

/**
 * A Phoenix message. A V2 text frame holds it as the array {@code [join_ref, ref, topic, event, payload]}.
 *
 * <p>For a reply ({@code phx_reply} with a ref), the decoder splits the payload of the frame: {@code payload} holds
 * only the {@code response}, and {@code status} holds the status. If a reply has no status, {@code payload} holds the
 * whole payload.
 *
 * @param joinRef the ref of the join that the message belongs to; null on broadcasts and heartbeats
 * @param ref the id of the message, which a reply repeats; null on pushes and broadcasts of the server
 * @param topic the channel's topic
 * @param event the event name; Phoenix reserves {@code phx_join}, {@code phx_leave}, {@code phx_reply},
 *     {@code phx_close}, {@code phx_error} and {@code heartbeat}
 * @param payload the payload
 * @param status the status word of a reply; null on a reply without a status, and on all other messages except one: a
 *     binary {@code phx_reply} without a ref is not a reply (see {@link #isReply}), but may have a status
 */
public record Message(
        @Nullable String joinRef,
        @Nullable String ref,
        String topic,
        String event,
        Payload payload,
        @Nullable String status) {

    /** The event of replies. */
    public static final String REPLY = "phx_reply";

    public Message {
        if (status != null && !event.equals(REPLY)) {
            throw new IllegalArgumentException("a status belongs to " + REPLY + ", not to the event " + event);
        }
    }

    /** Returns a message that is not a reply. */
    public static Message of(
            @Nullable String joinRef, @Nullable String ref, String topic, String event, Payload payload) {
        return new Message(joinRef, ref, topic, event, payload, null);
    }

    /** Returns a reply. */
    public static Message reply(
            @Nullable String joinRef, String ref, String topic, @Nullable String status, Payload response) {
        return new Message(joinRef, ref, topic, REPLY, response, status);
    }

    /** Whether this is a reply. A {@code phx_reply} without a ref is an event of the application, not a reply. */
    public boolean isReply() {
        return ref != null && event.equals(REPLY);
    }

    /** Prints the parts in the order of a frame. Of the payload, prints only kind and size. */
    @Override
    public String toString() {
        return "[" + joinRef + " " + ref + " " + topic + " " + event + (status == null ? " " : " " + status + " ")
                + payload + "]";
    }
}
