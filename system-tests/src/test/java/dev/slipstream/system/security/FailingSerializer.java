package dev.slipstream.system.security;

import dev.slipstream.core.Payload;
import dev.slipstream.core.serializer.MalformedFrameException;
import dev.slipstream.core.serializer.Message;
import dev.slipstream.core.serializer.Serializer;
import dev.slipstream.core.transport.Frame;
import dev.slipstream.serializer.jackson.JacksonSerializer;
import org.jspecify.annotations.Nullable;

/**
 * Jackson's serializer, except for two methods that throw an exception with a secret: {@code collectGarbage} always
 * throws, and {@code encode} throws for messages with the event {@link #UNENCODABLE}.
 */
final class FailingSerializer implements Serializer {

    /** The event of messages that this serializer does not encode. */
    static final String UNENCODABLE = "unencodable";

    private final Serializer ours = JacksonSerializer.standard();

    @Override
    public String vsn() {
        return ours.vsn();
    }

    @Override
    public Payload encode(@Nullable Object value) {
        return ours.encode(value);
    }

    @Override
    public Frame encode(Message message) {
        if (message.event().equals(UNENCODABLE)) {
            throw new IllegalArgumentException(Canary.THROWN);
        }
        return ours.encode(message);
    }

    @Override
    public Message decode(Frame frame) throws MalformedFrameException {
        return ours.decode(frame);
    }

    @Override
    public void collectGarbage() {
        throw new IllegalStateException(Canary.THROWN);
    }
}
