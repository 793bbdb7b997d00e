package dev.slipstream.channels;

import dev.slipstream.core.Payload;
import dev.slipstream.core.PayloadMismatchException;
import java.util.Objects;

/**
 * A message of the server on a channel: a push or a broadcast. {@code toString} shows the kind and size of the payload,
 * not its content.
 *
 * @param topic the topic of the channel, such as {@code rooms:lobby}
 * @param event the name of the event, such as {@code shout}
 * @param payload JSON, or bytes
 */
public record ChannelMessage(String topic, String event, Payload payload) {

    public ChannelMessage {
        Objects.requireNonNull(topic, "topic");
        Objects.requireNonNull(event, "event");
        Objects.requireNonNull(payload, "payload");
    }

    /**
     * The payload as an instance of a type, decoded at this call.
     *
     * @throws PayloadMismatchException if the payload does not fit the type, or is binary
     */
    public <T> T as(Class<T> type) {
        return payload.as(type);
    }
}
